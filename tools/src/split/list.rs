//! The list of functions that the first load needs, one a line, sorted.
//!
//! Functions are known by their names. Where several bear the same name, closures of one function or instances of one
//! generic, the number of instructions is added to tell them apart.

use std::collections::{BTreeMap, BTreeSet};
use walrus::{FunctionId, Module};

/// How each function of a module is written in a list: its name, and its name with its number of instructions. What has
/// no name was made by the tools and is not on lists.
pub fn entries(module: &Module) -> BTreeMap<FunctionId, [String; 2]> {
    let mut all = BTreeMap::new();
    for (id, function) in module.funcs.iter_local() {
        if let Some(name) = module.funcs.get(id).name.as_deref() {
            let name = without_hash(name);
            all.insert(id, [name.to_owned(), format!("{name} {}", function.size())]);
        }
    }
    all
}

/// The names that several functions of a module bear.
pub fn shared_names(entries: &BTreeMap<FunctionId, [String; 2]>) -> BTreeSet<&str> {
    let mut seen = BTreeSet::new();
    entries.values().map(|[name, _]| name.as_str()).filter(|name| !seen.insert(*name)).collect()
}

/// A name without the hash that the compiler adds, which changes with every version of compiler and sources.
fn without_hash(name: &str) -> &str {
    let Some((rest, hash)) = name.rsplit_once("::h") else { return name };
    let is_hash = hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hash { rest } else { name }
}

/// The entries in the text of a list; lines that begin with `#` are for people.
pub fn read(text: &str) -> BTreeSet<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}
