//! Whole files, as they lie in the seeds.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| gouji_fuzz::read(bytes));
