// What a spreadsheet engine takes for the direct formulas alone – two rates, two falls, the gap to the target – over the
// seven counts that the benches in Rust use. No range, no contradiction, no target in words: docs/bench.md.
import { createRequire } from 'node:module';

const { HyperFormula } = createRequire(new URL('../.tools/hyperformula/', import.meta.url))('hyperformula');
const options = { licenseKey: 'gpl-v3', maxRows: 20000 };

function table(units) {
  let seed = 12345;
  const random = (below) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % below;
  };
  const rows = [];
  for (let row = 1; row <= units; row += 1) {
    const [t0, p0, n0] = [1500 + random(4000), 100 + random(700), 80 + random(500)];
    const [t1, p1, n1] = [t0 + random(60), p0 - random(90), n0 - random(40)];
    const rate = (part, whole) => `=IF(${whole}${row}=0,"",ROUND(${part}${row}/${whole}${row}*100,2))`;
    const formulas = [rate('B', 'A'), rate('E', 'D'), `=H${row}-I${row}`, `=B${row}-E${row}`, `=G${row}-E${row}`];
    rows.push([t0, p0, n0, t1, p1, n1, p0 - random(80), ...formulas]);
  }
  const sums = [...'ABCDEFG'].map((column) => `=SUM(${column}1:${column}${units})`);
  rows.push(sums);
  return rows;
}

function measure(name, units, runs, work) {
  const times = [];
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now();
    work(run);
    times.push(((performance.now() - start) * 1e6) / units);
  }
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.trunc((times.length - 1) * share)].toFixed(1).padStart(7);
  console.log(`${name.padEnd(34)} ${String(units).padStart(6)} units  n=${runs}  min ${at(0)}  median ${at(0.5)}  p95 ${at(0.95)}  max ${at(1)} ns/unit`);
}

for (const units of [3321, 10600]) {
  const rows = table(units);
  const engine = HyperFormula.buildFromArray(rows, options);
  const counts = rows.slice(0, units).map((row) => row.slice(0, 7));
  measure('spreadsheet, all counts anew', units, 20, () => engine.setCellContents({ sheet: 0, row: 0, col: 0 }, counts));
  measure('spreadsheet, one count', units, 200, (run) => engine.setCellContents({ sheet: 0, row: run % units, col: 4 }, 100 + run));
  engine.destroy();
}
