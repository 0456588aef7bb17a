//! Cuts the finished program in two: what the first load needs, and the rest, which the page fetches right afterwards.
//!
//! A function stays in the first part when its name is on a list ([`list`]) that was recorded by running the program
//! ([`record`]). Everything else moves to the second part. What the first part can reach over there is left behind as a
//! stub: it makes sure that the second part is loaded, then goes through the function table, where the second part has
//! put the real function. So the list decides what is fetched when, never what the program does: a function missing from
//! it is only fetched a moment later. docs/decisions.md, "Size".
//!
//! Both parts share memory, table and globals; all data stays in the first part but what is marked to come later.

pub mod list;
pub mod record;

use std::collections::{BTreeMap, BTreeSet};
use walrus::ir::{self, Value};
use walrus::{
    ConstExpr, DataKind, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId, FunctionKind, GlobalKind,
    ImportKind, ImportedFunction, Module, ModuleConfig, TableId, ValType,
};

/// The exported function that sees to it that the second part is loaded before it returns (`src/platform/rest.rs`).
const LOAD: &str = "load_rest";
/// The exported global that is not 0 once the second part is in place. The page sets it.
const LOADED: &str = "rest_loaded";
/// Where the second part imports from.
const FIRST: &str = "f";

/// The two modules, and how many functions went where.
pub struct Parts {
    pub first: Vec<u8>,
    pub rest: Vec<u8>,
    pub stayed: usize,
    pub moved: usize,
    /// Functions of the second part that the first part can call.
    pub stubs: usize,
}

impl Parts {
    /// One line for people.
    pub fn summary(&self) -> String {
        let Self { stayed, moved, stubs, .. } = self;
        format!("{stayed} functions in the first part, {moved} in the second, {stubs} of them called by the first")
    }
}

/// Splits `wasm`, whose functions still have their names; `stays` is asked with each name as lists have it.
/// `Err` is one sentence.
pub fn split(wasm: &[u8], stays: &dyn Fn(&str) -> bool) -> Result<Parts, String> {
    let mut first = parse(wasm)?;
    let load = exported(&first, LOAD)?;
    let table =
        first.tables.main_function_table().map_err(|why| why.to_string())?.ok_or("there is no function table")?;

    let later = later_data(&mut first)?;
    // What has no entry was made by the tools: small, and mostly needed at once.
    let mut moved = touching(&first, &later);
    if moved.is_empty() && !later.is_empty() {
        return Err("no function names the data for later".into());
    }
    for (id, entry) in list::entries(&first) {
        if id != load && first.start != Some(id) && !stays(&entry) {
            moved.insert(id);
        }
    }
    let stayed = first.funcs.iter_local().count() - moved.len();
    let places = Places::of(&first, table, &moved)?;
    let rest = rest_part(wasm, &moved, table, &places, &later)?;
    first_part(&mut first, load, table, &places, &rest)?;
    Ok(Parts {
        stayed,
        moved: moved.len(),
        stubs: places.slots.len(),
        first: first.emit_wasm(),
        rest: { rest }.emit_wasm(),
    })
}

/// Reads a module; the names are dropped when it is written.
fn parse(wasm: &[u8]) -> Result<Module, String> {
    let mut config = ModuleConfig::new();
    config.generate_name_section(false).generate_producers_section(false);
    config.parse(wasm).map_err(|why| format!("the program cannot be read: {why}"))
}

fn exported(module: &Module, name: &str) -> Result<FunctionId, String> {
    module.exports.get_func(name).map_err(|_| format!("the program does not export {name}"))
}

/// Where in the function table the first part finds the functions that moved.
struct Places {
    slots: BTreeMap<FunctionId, Vec<u32>>,
    /// Length of the table.
    length: u32,
}

impl Places {
    /// The functions of `moved` that the first part can reach: by a call, through the table, or as an export.
    fn of(module: &Module, table: TableId, moved: &BTreeSet<FunctionId>) -> Result<Self, String> {
        let mut slots: BTreeMap<FunctionId, Vec<u32>> = BTreeMap::new();
        for element in module.elements.iter() {
            let ElementKind::Active { table: into, offset } = &element.kind else { continue };
            let (ConstExpr::Value(Value::I32(offset)), ElementItems::Functions(functions)) = (offset, &element.items)
            else {
                return Err("the function table is filled in an unknown way".into());
            };
            if *into != table {
                continue;
            }
            for (slot, function) in (*offset as u32..).zip(functions) {
                if moved.contains(function) {
                    slots.entry(*function).or_default().push(slot);
                }
            }
        }
        let mut called = Called::default();
        for (id, function) in module.funcs.iter_local() {
            if !moved.contains(&id) {
                ir::dfs_in_order(&mut called, function, function.entry_block());
            }
        }
        for export in module.exports.iter() {
            if let ExportItem::Function(function) = export.item {
                called.functions.insert(function);
            }
        }
        let mut length = module.tables.get(table).initial as u32;
        for function in called.functions.intersection(moved) {
            slots.entry(*function).or_insert_with(|| {
                length += 1;
                vec![length - 1]
            });
        }
        Ok(Self { slots, length })
    }
}

/// The functions that some others call or take the address of.
#[derive(Default)]
struct Called {
    functions: BTreeSet<FunctionId>,
}

impl ir::Visitor<'_> for Called {
    fn visit_function_id(&mut self, function: &FunctionId) {
        self.functions.insert(*function);
    }
}

/// Data that is put in place with the second part.
struct Later {
    address: u32,
    bytes: Vec<u8>,
}

/// What stands before and behind such data (`build.rs`).
const LATER: [&[u8]; 2] = [b"\x02later\x02", b"\x03later\x03"];

/// Cuts such data out.
fn later_data(first: &mut Module) -> Result<Vec<Later>, String> {
    let mut found = Vec::new();
    let ids: Vec<_> = first.data.iter().map(|data| data.id()).collect();
    for id in ids {
        let DataKind::Active { memory, offset: ConstExpr::Value(Value::I32(start)) } = first.data.get(id).kind else {
            return Err("data is put in place in an unknown way".into());
        };
        let value = std::mem::take(&mut first.data.get_mut(id).value);
        let Some(from) = position(&value, LATER[0]) else {
            first.data.get_mut(id).value = value;
            continue;
        };
        let length = position(&value[from..], LATER[1]).ok_or("data for later has no end")? + LATER[1].len();
        let (before, after) = (&value[..from], &value[from + length..]);
        if position(after, LATER[0]).is_some() {
            return Err("there is more than one piece of data for later".into());
        }
        found.push(Later { address: start as u32 + from as u32, bytes: value[from..from + length].to_vec() });
        first.data.get_mut(id).value = before.to_vec();
        let offset = ConstExpr::Value(Value::I32(start + (from + length) as i32));
        let rest = first.data.add(DataKind::Active { memory, offset }, after.to_vec());
        first.memories.get_mut(memory).data_segments.insert(rest);
    }
    Ok(found)
}

fn position(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

/// The functions that name where such data begins: they move with it, whatever the list says. No other address in it is
/// named (src/i18n/mod.rs), while many numbers look like one: 1 114 112 is how Rust writes that there is no character.
fn touching(module: &Module, later: &[Later]) -> BTreeSet<FunctionId> {
    struct Constants<'a>(&'a [Later], bool);
    impl ir::Visitor<'_> for Constants<'_> {
        fn visit_value(&mut self, value: &Value) {
            if let Value::I32(value) = value {
                let begins = |later: &Later| (*value as u32).wrapping_sub(later.address) <= LATER[0].len() as u32;
                self.1 |= self.0.iter().any(begins);
            }
        }
    }
    let touches = |function: &walrus::LocalFunction| {
        let mut constants = Constants(later, false);
        ir::dfs_in_order(&mut constants, function, function.entry_block());
        constants.1
    };
    module.funcs.iter_local().filter(|(_, function)| touches(function)).map(|(id, _)| id).collect()
}

/// The second part: the moved functions, everything else imported from the first.
fn rest_part(
    wasm: &[u8],
    moved: &BTreeSet<FunctionId>,
    table: TableId,
    places: &Places,
    later: &[Later],
) -> Result<Module, String> {
    let mut rest = parse(wasm)?;
    // Read anew: the same things stand at the same places, under identities of their own.
    let functions: Vec<FunctionId> = rest.funcs.iter().map(|function| function.id()).collect();
    let here = |id: &FunctionId| functions.get(id.index()).copied();
    let moved: BTreeSet<FunctionId> = moved.iter().filter_map(here).collect();
    let table = rest.tables.iter().map(|entry| entry.id()).nth(table.index()).ok_or("there is no function table")?;

    rest.start = None;
    for id in rest.exports.iter().map(|export| export.id()).collect::<Vec<_>>() {
        rest.exports.delete(id);
    }
    for id in rest.elements.iter().map(|element| element.id()).collect::<Vec<_>>() {
        rest.elements.delete(id);
    }
    for id in rest.data.iter().map(|data| data.id()).collect::<Vec<_>>() {
        rest.data.delete(id);
    }
    let customs: Vec<_> = rest.customs.iter().map(|(id, _)| id).collect();
    for id in customs {
        rest.customs.delete(id);
    }

    for &id in functions.iter().filter(|id| !moved.contains(id)) {
        let ty = rest.funcs.get(id).ty();
        if let FunctionKind::Import(imported) = &rest.funcs.get(id).kind {
            let import = imported.import;
            rest.imports.delete(import);
        }
        let import = rest.imports.add(FIRST, "", ImportKind::Function(id));
        rest.funcs.get_mut(id).kind = FunctionKind::Import(ImportedFunction { import, ty });
    }
    for id in rest.globals.iter().map(|global| global.id()).collect::<Vec<_>>() {
        let import = rest.imports.add(FIRST, "", ImportKind::Global(id));
        rest.globals.get_mut(id).kind = GlobalKind::Import(import);
    }
    for id in rest.memories.iter().map(|memory| memory.id()).collect::<Vec<_>>() {
        let import = rest.imports.add(FIRST, "", ImportKind::Memory(id));
        rest.memories.get_mut(id).import = Some(import);
        rest.memories.get_mut(id).data_segments.clear();
        for Later { address, bytes } in later {
            let kind = DataKind::Active { memory: id, offset: ConstExpr::Value(Value::I32(*address as i32)) };
            let data = rest.data.add(kind, bytes.clone());
            rest.memories.get_mut(id).data_segments.insert(data);
        }
    }
    for id in rest.tables.iter().map(|table| table.id()).collect::<Vec<_>>() {
        let import = rest.imports.add(FIRST, "", ImportKind::Table(id));
        let entry = rest.tables.get_mut(id);
        entry.import = Some(import);
        entry.elem_segments.clear();
        if id == table {
            entry.initial = places.length.into();
            entry.maximum = None;
        }
    }

    let mut by_slot: Vec<(u32, FunctionId)> =
        places.slots.iter().flat_map(|(id, slots)| slots.iter().filter_map(|slot| Some((*slot, here(id)?)))).collect();
    by_slot.sort_unstable();
    for run in by_slot.chunk_by(|(before, _), (after, _)| *after == before + 1) {
        let Some((offset, _)) = run.first() else { continue };
        let kind = ElementKind::Active { table, offset: ConstExpr::Value(Value::I32(*offset as i32)) };
        let id = rest.elements.add(kind, ElementItems::Functions(run.iter().map(|(_, id)| *id).collect()));
        rest.tables.get_mut(table).elem_segments.insert(id);
    }
    walrus::passes::gc::run(&mut rest);
    for (at, import) in rest.imports.iter_mut().enumerate() {
        import.name = short_name(at);
    }
    Ok(rest)
}

/// Names as short as they get: they are part of the first load.
fn short_name(mut at: usize) -> String {
    const DIGITS: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut name = String::new();
    loop {
        name.insert(0, DIGITS[at % DIGITS.len()] as char);
        at /= DIGITS.len();
        if at == 0 {
            return name;
        }
    }
}

/// Turns the whole program into its first part: stubs for what moved, exports for what the second part imports.
fn first_part(
    first: &mut Module,
    load: FunctionId,
    table: TableId,
    places: &Places,
    rest: &Module,
) -> Result<(), String> {
    let entry = first.tables.get_mut(table);
    entry.initial = places.length.into();
    entry.maximum = entry.maximum.map(|maximum| maximum.max(places.length.into()));

    let loaded = first.globals.add_local(ValType::I32, true, false, ConstExpr::Value(Value::I32(0)));
    first.exports.add(LOADED, loaded);
    let mut ensure = FunctionBuilder::new(&mut first.types, &[], &[]);
    ensure.func_body().global_get(loaded).unop(ir::UnaryOp::I32Eqz).if_else(
        None,
        |then| {
            then.call(load);
        },
        |_| {},
    );
    let ensure = ensure.finish(vec![], &mut first.funcs);

    for (id, slots) in &places.slots {
        let ty = first.funcs.get(*id).ty();
        let (params, results) = (first.types.get(ty).params().to_vec(), first.types.get(ty).results().to_vec());
        let mut stub = FunctionBuilder::new(&mut first.types, &params, &results);
        let arguments: Vec<_> = params.iter().map(|param| first.locals.add(*param)).collect();
        let mut body = stub.func_body();
        body.call(ensure);
        for argument in &arguments {
            body.local_get(*argument);
        }
        let slot = slots.first().ok_or("a function has no place in the table")?;
        body.i32_const(*slot as i32).call_indirect(ty, table);
        first.funcs.get_mut(*id).kind = FunctionKind::Local(stub.local_func(arguments));
    }

    let functions: Vec<FunctionId> = first.funcs.iter().map(|function| function.id()).collect();
    let tables: Vec<TableId> = first.tables.iter().map(|table| table.id()).collect();
    let memories: Vec<_> = first.memories.iter().map(|memory| memory.id()).collect();
    let globals: Vec<_> = first.globals.iter().map(|global| global.id()).collect();
    for import in rest.imports.iter() {
        if first.exports.iter().any(|export| export.name == import.name) {
            return Err(format!("the program itself exports {}", import.name));
        }
        let item = match import.kind {
            ImportKind::Function(id) => functions.get(id.index()).map(|id| ExportItem::Function(*id)),
            ImportKind::Table(id) => tables.get(id.index()).map(|id| ExportItem::Table(*id)),
            ImportKind::Memory(id) => memories.get(id.index()).map(|id| ExportItem::Memory(*id)),
            ImportKind::Global(id) => globals.get(id.index()).map(|id| ExportItem::Global(*id)),
            ImportKind::Tag(_) => None,
        };
        let item = item.ok_or("the second part needs something that the first does not have")?;
        first.exports.add(&import.name, item);
    }
    walrus::passes::gc::run(first);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: i32 = 1024;

    /// `hot` calls `warm` and `cold(7)`; `cold` calls `colder` and reads what stands between the marks; `cold` is also
    /// in the function table.
    fn program() -> Vec<u8> {
        let mut module = Module::default();
        let memory = module.memories.add_local(false, false, 1, None, None);
        let bytes = [b"here", LATER[0], b"text", LATER[1], b"there"].concat();
        let offset = ConstExpr::Value(Value::I32(ADDRESS));
        let data = module.data.add(DataKind::Active { memory, offset }, bytes);
        module.memories.get_mut(memory).data_segments.insert(data);
        let mut function = |name: &str, params: &[ValType], body: &dyn Fn(&mut walrus::InstrSeqBuilder)| {
            let mut builder = FunctionBuilder::new(&mut module.types, params, params);
            builder.name(name.into());
            body(&mut builder.func_body());
            let arguments = params.iter().map(|param| module.locals.add(*param)).collect();
            builder.finish(arguments, &mut module.funcs)
        };
        let load = function("load[9bcdef0123456789]", &[], &|_| {});
        let warm = function("warm[9bcdef0123456789]", &[], &|_| {});
        let colder = function("colder[9bcdef0123456789]", &[], &|_| {});
        let cold = function("cold[9bcdef0123456789]", &[ValType::I32], &|body| {
            let later = ADDRESS + 4 + LATER[0].len() as i32;
            body.call(colder).call(warm).i32_const(later).load(
                memory,
                ir::LoadKind::I32 { atomic: false },
                ir::MemArg { align: 1, offset: 0 },
            );
        });
        let hot = function("hot[9bcdef0123456789]", &[], &|body| {
            body.call(warm).i32_const(7).call(cold).drop();
        });
        module.exports.add("hot", hot);
        module.exports.add(LOAD, load);
        module.exports.add("memory", memory);
        let table = module.tables.add_local(false, 2, Some(2), walrus::RefType::FUNCREF);
        let kind = ElementKind::Active { table, offset: ConstExpr::Value(Value::I32(1)) };
        let element = module.elements.add(kind, ElementItems::Functions(vec![cold]));
        module.tables.get_mut(table).elem_segments.insert(element);
        module.emit_wasm()
    }

    fn data(module: &Module) -> Vec<(i32, Vec<u8>)> {
        let of = |data: &walrus::Data| match data.kind {
            DataKind::Active { offset: ConstExpr::Value(Value::I32(offset)), .. } => (offset, data.value.clone()),
            _ => panic!("passive data"),
        };
        module.data.iter().map(of).collect()
    }

    #[test]
    fn what_is_not_on_the_list_moves_with_what_it_needs() {
        let parts = split(&program(), &|name| name == "hot" || name == "warm").unwrap();
        // `load` and the two on the list; of `cold` and `colder` only the first is called from here.
        assert_eq!((parts.stayed, parts.moved, parts.stubs), (3, 2, 1));
        let [first, rest] = [&parts.first, &parts.rest].map(|wasm| Module::from_buffer(wasm).unwrap());
        // The stub of `cold` and the check that it makes came in addition.
        assert_eq!(first.funcs.iter_local().count(), 3 + 2);
        assert_eq!(rest.funcs.iter_local().count(), 2);
        for import in rest.imports.iter() {
            assert_eq!(import.module, FIRST);
            assert!(first.exports.iter().any(|export| export.name == import.name), "{}", import.name);
        }
        // Into the place that the stub had in the table.
        let element = rest.elements.iter().next().unwrap();
        assert!(matches!(element.kind, ElementKind::Active { offset: ConstExpr::Value(Value::I32(1)), .. }));
    }

    #[test]
    fn marked_data_moves_and_keeps_its_address() {
        let parts = split(&program(), &|name| !name.starts_with("colder")).unwrap();
        assert_eq!(parts.moved, 2, "`cold` touches such data: no list keeps it");
        let [first, rest] = [&parts.first, &parts.rest].map(|wasm| data(&Module::from_buffer(wasm).unwrap()));
        let marked = [LATER[0], b"text", LATER[1]].concat();
        let behind = ADDRESS + 4 + marked.len() as i32;
        assert_eq!(first, [(ADDRESS, b"here".to_vec()), (behind, b"there".to_vec())]);
        assert_eq!(rest, [(ADDRESS + 4, marked)]);
    }

    #[test]
    fn a_program_that_cannot_load_the_rest_is_refused() {
        let mut module = Module::from_buffer(&program()).unwrap();
        module.exports.remove(LOAD).unwrap();
        assert!(split(&module.emit_wasm(), &|_| true).is_err());
        assert!(split(b"not wasm", &|_| true).is_err());
    }
}
