# The warning wall (an error everywhere), and what each build kind adds to it.
add_library(coastline_flags INTERFACE)
target_compile_options(coastline_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wswitch-enum -Wstrict-prototypes
  -Wmissing-prototypes -Wcast-qual -Wwrite-strings -Wnull-dereference -Wundef -Wvla -Wformat=2
  -Werror -fno-common -D_GNU_SOURCE)
if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
  target_compile_options(coastline_flags INTERFACE -Wduplicated-cond -Wlogical-op)
else() # clang calls our statement-expression macros an extension; they are meant
  target_compile_options(coastline_flags INTERFACE -Wno-gnu-statement-expression
    -Wno-gnu-zero-variadic-macro-arguments "SHELL:-Wno-overlength-strings")
endif()

if(COASTLINE_SANITIZE)
  target_compile_options(coastline_flags INTERFACE -fsanitize=${COASTLINE_SANITIZE}
    -fno-sanitize-recover=all -fno-omit-frame-pointer -O1 -g)
  target_link_options(coastline_flags INTERFACE -fsanitize=${COASTLINE_SANITIZE})
endif()
if(COASTLINE_FUZZ) # libFuzzer sees where a run goes
  target_compile_options(coastline_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(COASTLINE_HARDEN)
  target_compile_options(coastline_flags INTERFACE -fPIE -fstack-protector-strong
    -fstack-clash-protection -fcf-protection -Werror=format-security
    -ftrivial-auto-var-init=zero -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -g)
  target_link_options(coastline_flags INTERFACE -pie -Wl,-z,relro,-z,now,-z,noexecstack)
endif()

# layer(NAME SOURCES … USES …): a static library of one layer; USES are the layers and libraries it
# may include from, and nothing else is on its link line.
function(layer name)
  cmake_parse_arguments(L "" "" "SOURCES;USES" ${ARGN})
  add_library(${name} STATIC ${L_SOURCES})
  target_link_libraries(${name} PUBLIC ${L_USES} PRIVATE coastline_flags)
endfunction()

# unit_test(NAME SOURCES … USES … [LABELS …]): a cmocka program of its own process.
function(unit_test name)
  cmake_parse_arguments(T "" "" "SOURCES;USES;LABELS" ${ARGN})
  add_executable(${name} ${T_SOURCES})
  target_link_libraries(${name} PRIVATE ${T_USES} PkgConfig::cmocka coastline_flags)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT 120 LABELS "${T_LABELS}")
endfunction()
