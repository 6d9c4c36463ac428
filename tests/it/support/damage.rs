//! Damaged copies of a file: bytes changed, runs taken out or doubled, ends cut off. The same copies every time.

/// `count` damaged copies of `bytes`.
pub(crate) fn damaged(bytes: &[u8], count: usize) -> impl Iterator<Item = Vec<u8>> {
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    (0..count).map(move |_| {
        let mut next = |bound: usize| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            usize::try_from(seed % u64::try_from(bound.max(1)).unwrap()).unwrap()
        };
        let mut copy = bytes.to_vec();
        for _ in 0..=next(8) {
            let at = next(copy.len());
            match next(6) {
                0 => copy.truncate(at),
                1 => {
                    let end = (at + next(40)).min(copy.len());
                    copy.drain(at..end);
                }
                2 => {
                    let end = (at + next(200)).min(copy.len());
                    let run = copy[at..end].to_vec();
                    copy.splice(at..at, run);
                }
                _ if at < copy.len() => copy[at] = u8::try_from(next(256)).unwrap(),
                _ => {}
            }
        }
        copy
    })
}
