//! Builds the programs beside the first one into the site: the second (`src/bin/desk.rs`) as `desk-<hash>.wasm`, the third
//! (`src/bin/xlsx.rs`) as `xlsx/program.wasm`. They import nothing: the page, or a worker, writes a request into their
//! memory and reads the answer from there.
//!
//! Not by a second `rel="rust"` of Trunk: that would always run wasm-bindgen, which refuses a module that does not use
//! it. Without the browser crates these builds share nothing that would make the other one slower.

use crate::{assets::short_hash, html};
use serde_json::Value;
use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};
use walrus::{ExportItem, FunctionId, ImportKind, Module, ModuleConfig, ValType, ir};

/// Compiles the programs with cargo, shrinks them with the flags that the page in `dir` names for the first program, and
/// puts them into `dir`. `Err` is one sentence.
pub fn build(dir: &Path) -> Result<(), String> {
    let page = fs::read_to_string(dir.join("index.html")).map_err(|why| format!("index.html: {why}"))?;
    let flags = wasm_opt_flags(&page)?;
    let bytes = module(dir, "desk", &[], &flags)?;
    write(dir, &format!("desk-{}.wasm", short_hash(&bytes, 16)), &bytes)?;
    let bytes = module(dir, "xlsx", &["--features", "xlsx"], &flags)?;
    fs::create_dir_all(dir.join("xlsx")).map_err(|why| format!("xlsx: {why}"))?;
    write(dir, "xlsx/program.wasm", &bytes)
}

fn write(dir: &Path, name: &str, bytes: &[u8]) -> Result<(), String> {
    fs::write(dir.join(name), bytes).map_err(|why| format!("{name}: {why}"))
}

/// The bytes of a program.
fn module(dir: &Path, name: &str, features: &[&str], flags: &[String]) -> Result<Vec<u8>, String> {
    let built = compile(name, features)?;
    let whole = fs::read(&built).map_err(|why| format!("{built}: {why}"))?;
    let alone = dir.join(format!("{name}.whole.wasm"));
    fs::write(&alone, stand_alone(&whole)?).map_err(|why| format!("{}: {why}", alone.display()))?;
    let small = dir.join(format!("{name}.wasm"));
    // The compiler has optimised all that is in it: what higher levels add takes minutes and is hardly anything.
    run(Command::new("wasm-opt").arg("-O1").args(flags).arg(&alone).arg("-o").arg(&small))?;
    let bytes = fs::read(&small).map_err(|why| format!("{}: {why}", small.display()))?;
    for file in [alone, small] {
        fs::remove_file(&file).map_err(|why| format!("{}: {why}", file.display()))?;
    }
    Ok(bytes)
}

/// These programs are no part of the first load, and somebody waits for their answer: speed comes before bytes.
const SPEED: &str = "3";

/// What the page calls.
const EXPORTS: [&str; 5] = ["memory", "room", "answer", "rescue", "length"];

/// Takes away everything that would ask for wasm-bindgen's glue, which a library brings along to learn the time of day: the
/// time is 1970 then – the program that needs it is told the day – and there is no chance, which only spreads keys.
fn stand_alone(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut module: Module = ModuleConfig::new().parse(bytes).map_err(|why| format!("the program: {why}"))?;
    let others: Vec<_> =
        module.exports.iter().filter(|export| !EXPORTS.contains(&&*export.name)).map(walrus::Export::id).collect();
    others.into_iter().for_each(|export| module.exports.delete(export));
    let imported: Vec<FunctionId> = module
        .imports
        .iter()
        .filter_map(|import| if let ImportKind::Function(id) = import.kind { Some(id) } else { None })
        .collect();
    for function in imported {
        let results = module.types.results(module.funcs.get(function).ty()).to_vec();
        module
            .replace_imported_func(function, |(body, _)| {
                let mut body = body.func_body();
                for result in &results {
                    match result {
                        ValType::I32 => body.i32_const(0),
                        ValType::I64 => body.i64_const(0),
                        ValType::F32 => body.f32_const(0.0),
                        ValType::F64 => body.f64_const(0.0),
                        ValType::Ref(of) => body.ref_null(*of),
                        ValType::V128 => body.const_(ir::Value::V128(0)),
                    };
                }
            })
            .map_err(|why| format!("the program: {why}"))?;
    }
    if module.imports.iter().next().is_some() {
        return Err("a program beside the first imports something".into());
    }
    let exported = |name: &str| {
        module.exports.iter().any(|export| export.name == name && matches!(export.item, ExportItem::Function(_)))
    };
    if !["room", "answer", "length"].into_iter().all(exported) {
        return Err("a program beside the first cannot be called".into());
    }
    Ok(module.emit_wasm())
}

/// The features that wasm-opt may use, from where Trunk reads them.
fn wasm_opt_flags(page: &str) -> Result<Vec<String>, String> {
    let link = html::tags(page, "link").into_iter().find(|tag| tag.attribute("data-wasm-opt-params").is_some());
    let link = link.ok_or("the page names no data-wasm-opt-params")?;
    let flags = link.attribute("data-wasm-opt-params").unwrap_or("");
    // The names that the first program keeps are for cutting it in two, which this one is not.
    Ok(flags.split_whitespace().filter(|flag| flag.starts_with("--enable-")).map(str::to_owned).collect())
}

/// Compiles a program; gives the path of the module.
fn compile(name: &str, features: &[&str]) -> Result<String, String> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
    cargo.args(["build", "--release", "--locked", "--quiet", "--bin", name, "--no-default-features"]).args(features);
    cargo.args(["--target", "wasm32-unknown-unknown", "--message-format", "json-render-diagnostics"]);
    cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", SPEED);
    let messages = run(&mut cargo)?;
    let artifacts = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut files = artifacts.filter(|artifact| artifact["target"]["name"] == name).flat_map(|mut artifact| {
        let names = artifact["filenames"].as_array_mut().map(std::mem::take).unwrap_or_default();
        names.into_iter().filter_map(|name| name.as_str().map(str::to_owned))
    });
    files.find(|name| name.ends_with(".wasm")).ok_or(format!("cargo built no {name}.wasm"))
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
