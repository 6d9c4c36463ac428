//! Broken copies of a file: bytes changed, cut out, doubled, the end cut off. The same ones on every run.

/// So many broken copies.
pub(crate) fn mutations(file: &[u8], count: u64) -> impl Iterator<Item = Vec<u8>> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 16).unwrap() % below.max(1)
    };
    (0..count).map(move |number| {
        let mut bytes = file.to_vec();
        for _ in 0..=next(6) {
            let place = next(bytes.len());
            let reach = (place + next(40)).min(bytes.len());
            match number % 5 {
                0 => bytes.truncate(place),
                1 => drop(bytes.drain(place..reach)),
                2 => {
                    let copy = bytes[place..reach].to_vec();
                    bytes.splice(place..place, copy);
                }
                _ => {
                    if let Some(byte) = bytes.get_mut(place) {
                        *byte = u8::try_from(next(256)).unwrap();
                    }
                }
            }
        }
        bytes
    })
}
