//! Damaged copies of a file, the same ones in every run.

/// Copies with some bytes changed, runs of bytes set to one value, or the end cut off.
pub(crate) fn mutations(sample: &[u8], count: usize) -> impl Iterator<Item = Vec<u8>> {
    let mut state: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut below = move |bound: usize| {
        // Xorshift; its upper bits are the better ones.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from((state >> 16) % u64::try_from(bound.max(1)).unwrap()).unwrap()
    };
    (0..count).map(move |number| {
        let mut bytes = sample.to_vec();
        match number % 8 {
            0 => bytes.truncate(below(sample.len())),
            1 => {
                let start = below(sample.len());
                let end = (start + 1 + below(64)).min(sample.len());
                let value = [0, 0xFF, 0x7F][below(3)];
                bytes[start..end].fill(value);
            }
            _ => {
                for _ in 0..=below(8) {
                    bytes[below(sample.len())] = u8::try_from(below(256)).unwrap();
                }
            }
        }
        bytes
    })
}
