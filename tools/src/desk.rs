//! Builds the second program (`src/bin/desk.rs`) into the site, as `desk-<hash>.wasm`.
//!
//! Not by a second `rel="rust"` of Trunk: that would always run wasm-bindgen, which refuses a module that does not use
//! it. Without the browser crates this build takes seconds, and shares nothing that would make the other one slower.

use crate::{assets::short_hash, html};
use serde_json::Value;
use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

/// Compiles the program with cargo, shrinks it with the flags that the page in `dir` names for the first program, and
/// puts it into `dir`. `Err` is one sentence.
pub fn build(dir: &Path) -> Result<(), String> {
    let page = fs::read_to_string(dir.join("index.html")).map_err(|why| format!("index.html: {why}"))?;
    let flags = wasm_opt_flags(&page)?;
    let built = compile()?;
    let small = dir.join("desk.wasm");
    run(Command::new("wasm-opt").arg("-Oz").args(flags).arg(&built).arg("-o").arg(&small))?;
    let bytes = fs::read(&small).map_err(|why| format!("{}: {why}", small.display()))?;
    let name = format!("desk-{}.wasm", short_hash(&bytes, 16));
    fs::rename(&small, dir.join(&name)).map_err(|why| format!("{name}: {why}"))
}

/// The features that wasm-opt may use, from where Trunk reads them.
fn wasm_opt_flags(page: &str) -> Result<Vec<String>, String> {
    let link = html::tags(page, "link").into_iter().find(|tag| tag.attribute("data-wasm-opt-params").is_some());
    let link = link.ok_or("the page names no data-wasm-opt-params")?;
    let flags = link.attribute("data-wasm-opt-params").unwrap_or("");
    // The names that the first program keeps are for cutting it in two, which this one is not.
    Ok(flags.split_whitespace().filter(|flag| flag.starts_with("--enable-")).map(str::to_owned).collect())
}

/// Compiles the program; gives the path of the module.
fn compile() -> Result<String, String> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
    cargo.args(["build", "--release", "--locked", "--quiet", "--bin", "desk", "--no-default-features"]);
    cargo.args(["--target", "wasm32-unknown-unknown", "--message-format", "json-render-diagnostics"]);
    let messages = run(&mut cargo)?;
    let artifacts = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut files = artifacts.filter(|artifact| artifact["target"]["name"] == "desk").flat_map(|mut artifact| {
        let names = artifact["filenames"].as_array_mut().map(std::mem::take).unwrap_or_default();
        names.into_iter().filter_map(|name| name.as_str().map(str::to_owned))
    });
    files.find(|name| name.ends_with(".wasm")).ok_or("cargo built no desk.wasm".into())
}

/// Runs a program to its end; gives what it printed.
fn run(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.stderr(Stdio::inherit()).output().map_err(|why| format!("{name}: {why}"))?;
    if !output.status.success() {
        return Err(format!("{name} failed, see above"));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flags_are_those_of_the_first_program() {
        let page = "<link data-trunk rel=css><link data-trunk rel=rust data-wasm-opt-params=\"--debuginfo --enable-a --enable-b\">";
        assert_eq!(wasm_opt_flags(page).unwrap(), ["--enable-a", "--enable-b"]);
        assert!(wasm_opt_flags("<link rel=rust>").is_err());
    }

    #[test]
    fn a_program_that_fails_is_reported_by_its_name() {
        assert!(run(&mut Command::new("no-such-program-here")).unwrap_err().contains("no-such-program-here"));
    }
}
