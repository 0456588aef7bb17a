//! The three engines: which program drives each, and how a session of it is asked for.

use crate::process::{Guarded, free_port};
use serde_json::{Map, Value, json};
use std::{
    env, fmt, fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::{Duration, Instant},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

/// Started as root in a container, without talking to anybody but the page's own server.
const CHROMIUM_FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=vi",
];

impl Engine {
    /// All three, or those named in `ENGINES`.
    pub fn chosen() -> Vec<Engine> {
        let all = [Engine::Chromium, Engine::Firefox, Engine::WebKit];
        match env::var("ENGINES") {
            Ok(names) => all.into_iter().filter(|engine| names.contains(&engine.to_string())).collect(),
            Err(_) => all.to_vec(),
        }
    }

    fn capabilities(self) -> Result<Value, String> {
        Ok(match self {
            Engine::Chromium => json!({
                "goog:chromeOptions": { "args": CHROMIUM_FLAGS },
                "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
            }),
            Engine::Firefox => json!({
                "moz:firefoxOptions": {
                    "args": ["-headless"],
                    "prefs": {
                        "devtools.console.stdout.content": true,
                        "network.captive-portal-service.enabled": false,
                        "network.connectivity-service.enabled": false,
                        "intl.accept_languages": "vi,en",
                        "ui.prefersReducedMotion": 0,
                        // Nobody is there to answer whether the page may keep its data: yes.
                        "dom.storageManager.prompt.testing": true,
                        "dom.storageManager.prompt.testing.allow": true,
                    },
                },
            }),
            Engine::WebKit => json!({
                "browserName": "MiniBrowser",
                "webkitgtk:browserOptions": {
                    "binary": mini_browser()?,
                    "args": ["--automation"],
                },
            }),
        })
    }
}

impl Engine {
    /// Whether a browser can be started anew with what one before it stored.
    pub fn has_profiles(self) -> bool {
        self != Engine::WebKit
    }

    fn keep_in(self, profile: &Path, capabilities: &mut Value) -> Result<(), String> {
        let profile = profile.to_str().ok_or("the name of the profile")?;
        match self {
            Engine::Chromium => {
                if let Some(args) = capabilities["goog:chromeOptions"]["args"].as_array_mut() {
                    args.push(format!("--user-data-dir={profile}").into());
                }
            }
            Engine::Firefox => {
                if let Some(args) = capabilities["moz:firefoxOptions"]["args"].as_array_mut() {
                    args.extend(["-profile".into(), profile.into()]);
                }
            }
            Engine::WebKit => return Err("its driver starts with an empty profile always".into()),
        }
        Ok(())
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Engine::Chromium => "chromium",
            Engine::Firefox => "firefox",
            Engine::WebKit => "webkit",
        })
    }
}

/// A running driver, ready for sessions.
pub struct Driver {
    pub address: String,
    /// What to ask for when opening a session.
    pub capabilities: Map<String, Value>,
    /// Where driver and browser write what they have to say.
    pub log: PathBuf,
    // Dropped in this order: the driver before the display that its browser draws on.
    program: Guarded,
    _display: Option<Guarded>,
}

impl Driver {
    /// `profile`: a folder in which the browser keeps what it stores, so that one started later finds it.
    pub fn start(engine: Engine, log_dir: &Path, profile: Option<&Path>) -> Result<Driver, String> {
        fs::create_dir_all(log_dir).map_err(|why| why.to_string())?;
        let port = free_port()?;
        let log = log_dir.join(format!("{engine}.log"));
        let mut display = None;
        let mut command = match engine {
            Engine::Chromium => Command::new("chromedriver"),
            Engine::Firefox => {
                let mut command = Command::new("geckodriver");
                command.args(["--host", "127.0.0.1"]);
                command
            }
            Engine::WebKit => {
                let (guard, number) = start_display(log_dir)?;
                display = Some(guard);
                let mut command = Command::new("WebKitWebDriver");
                command.arg("--host=127.0.0.1").env("DISPLAY", format!(":{number}"));
                command.env("LANGUAGE", "vi").env("NO_AT_BRIDGE", "1").env("GDK_BACKEND", "x11");
                command.env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");
                command
            }
        };
        command.arg(format!("--port={port}"));
        let mut program = Guarded::start(&mut command, &log)?;
        program.wait_for_port(port).map_err(|why| format!("the driver of {engine}: {why}"))?;
        let mut capabilities = engine.capabilities()?;
        if let Some(profile) = profile {
            engine.keep_in(profile, &mut capabilities)?;
        }
        let Value::Object(capabilities) = capabilities else { return Err("capabilities".into()) };
        Ok(Driver { address: format!("http://127.0.0.1:{port}"), capabilities, log, program, _display: display })
    }
}

impl Driver {
    /// Ends driver and browser on the spot, as when the power fails.
    pub fn kill(&mut self) {
        self.program.kill();
    }
}

/// A screen that exists in memory only; WebKit's browser has no headless mode.
fn start_display(log_dir: &Path) -> Result<(Guarded, u32), String> {
    // Far from the numbers that people and other programs use.
    let number = 100 + std::process::id() % 20_000;
    let mut command = Command::new("Xvfb");
    command.args([&format!(":{number}"), "-screen", "0", "1920x1400x24", "-nolisten", "tcp"]);
    let guard = Guarded::start(&mut command, &log_dir.join("display.log"))?;
    let socket = PathBuf::from(format!("/tmp/.X11-unix/X{number}"));
    let until = Instant::now() + Duration::from_secs(20);
    while !socket.exists() {
        if Instant::now() > until {
            return Err("Xvfb does not start".into());
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok((guard, number))
}

/// WebKit's own test browser, in whatever folder this distribution keeps it.
fn mini_browser() -> Result<PathBuf, String> {
    let libraries =
        ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/libexec", "/usr/lib"];
    let versions = ["webkit2gtk-4.1", "webkitgtk-6.0", "webkit2gtk-4.0"];
    libraries
        .iter()
        .flat_map(|library| versions.iter().map(move |version| Path::new(library).join(version).join("MiniBrowser")))
        .find(|path| path.exists())
        .ok_or("WebKit's MiniBrowser was not found".into())
}
