import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteBufferSerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Events of health and justice. Usage: Publisher HOST:PORT DOC_TYPE:DOC_NO. Prints one line an event
 * that Kafka has taken: topic, event id. Avro's own single-object encoder writes the bytes.
 */
public final class Publisher {
    private final Schema.Parser parser = new Schema.Parser();
    private final Schema envelope = schema("Envelope");
    private final String[] document;
    private final KafkaProducer<String, ByteBuffer> producer;

    private Publisher(String brokers, String document) throws IOException {
        this.document = document.split(":", 2);
        this.producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", brokers, "acks", "all", "delivery.timeout.ms", "130000"),
            new StringSerializer(), new ByteBufferSerializer());
    }

    private Schema schema(String name) throws IOException {
        try (InputStream in = Publisher.class.getResourceAsStream("/" + name + ".avsc")) {
            return parser.parse(in);
        }
    }

    private static Object symbol(Schema schema, String name) {
        return new GenericData.EnumSymbol(schema, name);
    }

    private static long micros(Instant at) {
        return at.getEpochSecond() * 1_000_000 + at.getNano() / 1000;
    }

    private GenericRecord envelope(String legalBasis) {
        Schema subject = envelope.getField("subject").schema().getTypes().get(1);
        GenericRecord person = new GenericData.Record(subject);
        person.put("doc_type", symbol(subject.getField("doc_type").schema(), document[0]));
        person.put("doc_no", document[1]);
        long now = micros(Instant.now());
        return new GenericRecordBuilder(envelope)
            .set("id", UUID.randomUUID().toString())
            .set("subject", person)
            .set("event_time", now)
            .set("recorded_at", now)
            .set("legal_basis", symbol(envelope.getField("legal_basis").schema(), legalBasis))
            .build();
    }

    private void send(String topic, GenericRecord event) throws Exception {
        ByteBuffer bytes =
            new BinaryMessageEncoder<GenericRecord>(GenericData.get(), event.getSchema())
                .encode(event);
        producer.send(new ProducerRecord<>(topic, "patient-0001", bytes)).get();
        System.out.println(topic + " " + ((GenericRecord) event.get("envelope")).get("id"));
    }

    private void health() throws Exception {
        Schema assessed = schema("MentalAssessed");
        int inAMonth = (int) LocalDate.now(ZoneOffset.ofHours(8)).plusDays(30).toEpochDay();
        send("health.events.v1", new GenericRecordBuilder(assessed)
            .set("envelope", envelope("consent"))
            .set("level", symbol(assessed.getField("level").schema(), "urgent"))
            .set("next", inAMonth)
            .build());
        Schema dose = schema("MmtDose");
        send("health.events.v1", new GenericRecordBuilder(dose)
            .set("envelope", envelope("consent"))
            .set("site", "美兰区美沙酮门诊")
            .set("site_kind", symbol(dose.getField("site_kind").schema(), "clinic"))
            .set("region", "460108")
            .set("observed", true)
            .build());
    }

    private void justice() throws Exception {
        Schema opened = schema("LegalAidOpened");
        send("justice.events.v1", new GenericRecordBuilder(opened)
            .set("envelope", envelope("statute"))
            .set("kind", symbol(opened.getField("kind").schema(), "labour"))
            .build());
        Schema visit = schema("AftercareVisit");
        Schema mood = visit.getField("mood").schema().getTypes().get(1);
        send("justice.events.v1", new GenericRecordBuilder(visit)
            .set("envelope", envelope("statute"))
            .set("centre", "海口照管指导站")
            .set("mood", symbol(mood, "ok"))
            .build());
    }

    public static void main(String[] args) throws Exception {
        Publisher publisher = new Publisher(args[0], args[1]);
        publisher.health();
        publisher.justice();
        publisher.producer.close();
    }
}
