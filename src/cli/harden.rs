//! What the process gives up at its start, so that a crash tells nobody what it held.

/// From now on the process leaves no core dump.
#[cfg(unix)]
pub(crate) fn no_core_dump() {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let none = Rlimit { current: Some(0), maximum: Some(0) };
    // Where the system refuses, a dump is no worse than it was.
    let _ = setrlimit(Resource::Core, none);
    // A handler that the system pipes dumps to is asked whatever the limit is; and no other process
    // of this user may read this one's memory.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

/// Windows writes no dump of a process that did not ask for one; what an administrator has set up
/// there is not ours to change.
#[cfg(not(unix))]
pub(crate) fn no_core_dump() {}
