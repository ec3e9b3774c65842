# R42: what happened before the hub was opened is one batch at its opening, without old alarms.
until 2026-03-31 12:00
person a
2025-01-05 09:00  police.execution.reported order=o1 town=460108004
2025-06-05 09:00  police.checkin.app result=ok
2026-01-05 09:00  raw {"id":"open","source":"hub","type":"hub.opened","ingested_at":"2026-01-05T09:00:00+08:00","event_time":"2026-01-05T09:00:00+08:00","legal_basis":"statute","data":{}}
2026-01-05 09:00  says grade.changed from=ungraded
2026-01-05 09:00  says grade.proposed basis=G-H6
2026-01-05 09:00  says task.opened task=welfare_visit:2025-06-05 due=2026-01-06T09:00
never alert.raised grade.corrected
