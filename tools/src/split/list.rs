//! The list of functions that the first load needs, one a line, sorted.
//!
//! Functions are known by their names, without what changes from one build to the next. The build names them in the
//! compiler's newer way (`symbol-mangling-version=v0` in tools/steps.sh), which tells closures and instances of generics
//! apart; the older one calls all closures of a function the same.

use std::collections::{BTreeMap, BTreeSet};
use walrus::{FunctionId, Module};

/// How each function of a module is written in a list. What has no name was made by the tools and is not on lists.
pub fn entries(module: &Module) -> BTreeMap<FunctionId, String> {
    let named = module.funcs.iter_local();
    named.filter_map(|(id, _)| Some((id, lasting(module.funcs.get(id).name.as_deref()?)))).collect()
}

/// What wasm-bindgen puts before the number of a closure, in the names of what makes closures.
const CLOSURE: &str = "shim_idx: ";

/// A name without what depends on the build: the hashes of crates in brackets, the number the compiler adds to its copies
/// of a function, and wasm-bindgen's numbers of closures.
fn lasting(name: &str) -> String {
    if let Some((before, after)) = name.split_once(CLOSURE) {
        return format!("{before}{}", after.trim_start_matches(|letter: char| letter.is_ascii_digit()));
    }
    let name = match name.rsplit_once('.') {
        Some((rest, number)) if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => rest,
        _ => name,
    };
    let mut parts = name.split('[');
    let mut lasting = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(']') {
            Some((hash, rest)) if is_hash(hash) => lasting.push_str(rest),
            _ => {
                lasting.push('[');
                lasting.push_str(part);
            }
        }
    }
    lasting
}

/// Up to 16 hexadecimal digits; shorter ones could be the name of a type, `[f64]`.
fn is_hash(text: &str) -> bool {
    text.len() > 8 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The entries in the text of a list; lines that begin with `#` are for people.
pub fn read(text: &str) -> BTreeSet<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_outlast_a_build() {
        for (name, lasting) in [
            (
                "<alloc[3ca501edff3f0c7c]::alloc::Global>::alloc_impl_runtime.3041",
                "<alloc::alloc::Global>::alloc_impl_runtime",
            ),
            (
                "app[749d0b378fd84bfc]::bar::<[f64], app[749d0b378fd84bfc]::Foo>::{closure#1}",
                "app::bar::<[f64], app::Foo>::{closure#1}",
            ),
            ("Closure { shim_idx: 155, ret: Unit }", "Closure { , ret: Unit }"),
            ("memcmp", "memcmp"),
            ("half[open", "half[open"),
        ] {
            assert_eq!(super::lasting(name), lasting);
        }
    }
}
