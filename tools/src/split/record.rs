//! Makes a program note which of its functions run.

use super::list;
use std::collections::BTreeMap;
use walrus::ir::{Const, GlobalSet, Value};
use walrus::{ConstExpr, GlobalId, ModuleConfig, ValType};

/// Start of the names of the exported globals, one for each entry of a list, that are not 0 once such a function ran.
pub const RAN: &str = "ran:";

/// Adds the notes to `wasm`, whose functions still have their names.
pub fn instrument(wasm: &[u8]) -> Result<Vec<u8>, String> {
    let mut module = ModuleConfig::new().parse(wasm).map_err(|why| why.to_string())?;
    let entries = list::entries(&module);
    let mut globals: BTreeMap<&str, GlobalId> = BTreeMap::new();
    for (id, entry) in &entries {
        let global = *globals.entry(entry).or_insert_with(|| {
            let global = module.globals.add_local(ValType::I32, true, false, ConstExpr::Value(Value::I32(0)));
            module.exports.add(&format!("{RAN}{entry}"), global);
            global
        });
        let function = module.funcs.get_mut(*id).kind.unwrap_local_mut();
        let entry = function.entry_block();
        let body = function.block_mut(entry);
        body.instrs.insert(0, (Const { value: Value::I32(1) }.into(), Default::default()));
        body.instrs.insert(1, (GlobalSet { global }.into(), Default::default()));
    }
    Ok(module.emit_wasm())
}
