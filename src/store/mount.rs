//! Which mounts cannot hold a store: SQLite's write-ahead log needs memory shared between all who have it open, which
//! exists on one machine only.

/// The kind of network mount with this number, as the kernel's `statfs` gives it in `f_type` (`linux/magic.h` and the
/// file systems' own sources); `None` for a local one.
#[must_use]
pub const fn network_mount(magic: u32) -> Option<&'static str> {
    match magic {
        0x0000_6969 => Some("NFS"),
        0x0000_517B => Some("SMB"),
        0xFE53_4D42 => Some("SMB2"),
        0xFF53_4D42 => Some("CIFS"),
        0x0000_564C => Some("NCP"),
        0x5346_414F | 0x6B41_4653 => Some("AFS"),
        0x7375_7245 => Some("Coda"),
        0x0102_1997 => Some("9P"),
        0x00C3_6400 => Some("Ceph"),
        0x0BD0_0BD0 => Some("Lustre"),
        0x0116_1970 => Some("GFS2"),
        0x7461_636F => Some("OCFS2"),
        0x4750_4653 => Some("GPFS"),
        0x786F_4256 => Some("vboxsf"),
        // sshfs, s3fs, GlusterFS and cloud drives all show up as FUSE; the number does not tell them from local ones.
        0x6573_5546 => Some("FUSE"),
        _ => None,
    }
}
