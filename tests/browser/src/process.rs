//! Programs that a run starts, and that must not outlive it.

use std::{
    fs::File,
    net::{Ipv4Addr, TcpListener, TcpStream},
    os::unix::process::CommandExt,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// A program and all that it starts in turn; ended when dropped, and also when this process dies.
pub struct Guarded {
    program: Child,
    watchdog: Child,
}

impl Guarded {
    /// Starts the program in a process group of its own; its output goes to the file `log`.
    pub fn start(command: &mut Command, log: &Path) -> Result<Guarded, String> {
        let name = command.get_program().to_string_lossy().into_owned();
        let output = File::create(log).map_err(|why| format!("{}: {why}", log.display()))?;
        let errors = output.try_clone().map_err(|why| why.to_string())?;
        let program = command
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(errors)
            .process_group(0)
            .spawn()
            .map_err(|why| format!("cannot start {name}: {why}"))?;
        // Reading ends when our end of the pipe closes, whatever became of us.
        let watchdog = Command::new("sh")
            .args(["-c", "cat; kill -s TERM -- -$1; sleep 1; kill -s KILL -- -$1", "watchdog"])
            .arg(program.id().to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .map_err(|why| format!("cannot start a watchdog: {why}"))?;
        Ok(Guarded { program, watchdog })
    }

    /// Waits until something listens on the port.
    pub fn wait_for_port(&mut self, port: u16) -> Result<(), String> {
        let until = Instant::now() + Duration::from_secs(30);
        while Instant::now() < until {
            if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
                return Ok(());
            }
            if let Ok(Some(status)) = self.program.try_wait() {
                return Err(format!("it ended at once: {status}"));
            }
            thread::sleep(Duration::from_millis(50));
        }
        Err("it does not answer".into())
    }
}

impl Guarded {
    /// Ends the program and all that it started on the spot, without letting any of them tidy up.
    pub fn kill(&mut self) {
        let group = format!("-{}", self.program.id());
        let _ = Command::new("kill").args(["-s", "KILL", "--", &group]).status();
        let _ = self.program.wait();
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        drop(self.watchdog.stdin.take());
        let _ = self.program.wait();
        let _ = self.watchdog.wait();
    }
}

/// A port that was free a moment ago.
pub fn free_port() -> Result<u16, String> {
    let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(|why| why.to_string())?;
    socket.local_addr().map(|address| address.port()).map_err(|why| why.to_string())
}
