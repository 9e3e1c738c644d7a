#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| unharm_fuzz::check("config", data));
