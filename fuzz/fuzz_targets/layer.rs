#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| unharm_fuzz::check("layer", data));
