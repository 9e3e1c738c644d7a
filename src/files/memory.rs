//! How much memory this process has used.

/// Peak resident memory of this process in bytes, where the system tells (Linux: `VmHWM` of
/// `/proc/self/status`, see proc(5)).
#[must_use]
pub fn peak_memory_bytes() -> Option<u64> {
    #[cfg(target_os = "linux")]
    {
        let status = crate::files::read_small("/proc/self/status".as_ref(), 1 << 16).ok()?;
        let status = String::from_utf8(status).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
        Some(kib * 1024)
    }
    #[cfg(not(target_os = "linux"))]
    None
}
