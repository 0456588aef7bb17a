//! Makes the program as Trunk leaves it ready for the page: short names between wasm and glue, the wasm cut in two
//! ([`crate::split`]), all scripts without what only people need.

use crate::{
    alone,
    assets::{self, Asset},
    split::{self, list, record},
};
use std::{collections::BTreeSet, fs, path::Path, process::Command};
use walrus::{Module, ModuleConfig};

/// The functions that the first load needs; `./dev first-load` writes it.
const FIRST_LOAD_LIST: &str = "tools/first-load.txt";

/// What a build is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To be used: the program in two parts.
    Publish,
    /// To find out which functions the first load needs.
    Record,
}

/// Finishes the program's files in `dir`. `Err` is one sentence.
pub fn finish(dir: &Path, purpose: Purpose) -> Result<(), String> {
    let files = assets::read(dir).map_err(|why| format!("{}: {why}", dir.display()))?;
    let glue = assets::only(&files, "giam-ngheo-", ".js")?;
    let wasm = assets::only(&files, "giam-ngheo-", "_bg.wasm")?;
    let (script, whole) = shorten(glue, wasm)?;
    let parts = match purpose {
        Purpose::Publish => {
            let text = fs::read_to_string(FIRST_LOAD_LIST).map_err(|why| format!("{FIRST_LOAD_LIST}: {why}"))?;
            let names = list::read(&text);
            split::split(&whole, &|name| names.contains(name))?
        }
        Purpose::Record => split::split(&record::instrument(&whole)?, &|_| true)?,
    };
    println!("{}", parts.summary());
    fs::remove_file(dir.join(&wasm.path)).map_err(|why| format!("{}: {why}", wasm.path))?;
    write(dir, &format!("giam-ngheo-{}_bg.wasm", assets::short_hash(&parts.first, 16)), &parts.first)?;
    write(dir, &format!("{}{}.wasm", assets::SOON, assets::short_hash(&parts.rest, 16)), &parts.rest)?;
    write(dir, &glue.path, script.as_bytes())?;
    alone::write_glue(dir, &glue.path)?;
    minify(dir, &["--outdir=.", &glue.path, "sw.js"])?;
    // The start script and its parts become one file.
    minify(dir, &["--bundle", "--format=iife", "--outfile=boot.js", "boot.js"])?;
    fs::remove_dir_all(dir.join("boot")).map_err(|why| format!("boot/: {why}"))
}

/// Start of the names that wasm-bindgen makes up; nobody else knows them.
const MADE_UP: &str = "__wb";

/// Gives what wasm and glue import from each other short names: those made by wasm-bindgen carry 16 digits of noise.
fn shorten(glue: &Asset, wasm: &Asset) -> Result<(String, Vec<u8>), String> {
    let mut script = String::from_utf8(glue.bytes.clone()).map_err(|why| format!("{}: {why}", glue.path))?;
    let mut module: Module = ModuleConfig::new().parse(&wasm.bytes).map_err(|why| format!("{}: {why}", wasm.path))?;
    let names: BTreeSet<String> = module.imports.iter().map(|import| import.name.clone()).collect();
    let names = names.into_iter().chain(module.exports.iter().map(|export| export.name.clone()));
    let mut names: Vec<String> = names.filter(|name| name.starts_with(MADE_UP)).collect();
    // The longest first: one may be the beginning of another.
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names.dedup();
    for (at, name) in names.iter().enumerate() {
        let short = format!("_{at:x}");
        if script.contains(&format!("{short}:")) || script.contains(&format!(".{short}(")) {
            return Err(format!("{} already knows the name {short}", glue.path));
        }
        script = script.replace(name.as_str(), &short);
        module
            .imports
            .iter_mut()
            .filter(|import| import.name == *name)
            .for_each(|import| import.name.clone_from(&short));
        module
            .exports
            .iter_mut()
            .filter(|export| export.name == *name)
            .for_each(|export| export.name.clone_from(&short));
    }
    Ok((script, module.emit_wasm()))
}

/// Makes scripts smaller, in place; `what` names them and where they go. A host may serve them to browsers of the last
/// years, so nothing newer comes out.
fn minify(dir: &Path, what: &[&str]) -> Result<(), String> {
    let mut esbuild = Command::new("esbuild");
    esbuild.args(["--minify", "--target=es2021", "--charset=utf8", "--log-level=warning", "--allow-overwrite"]);
    esbuild.args(what).current_dir(dir);
    match esbuild.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err("esbuild failed, see above".into()),
        Err(why) => Err(format!("esbuild: {why}")),
    }
}

fn write(dir: &Path, path: &str, bytes: &[u8]) -> Result<(), String> {
    fs::write(dir.join(path), bytes).map_err(|why| format!("{path}: {why}"))
}
