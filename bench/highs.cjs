// Solves an MPS file with the npm package `highs` (HiGHS compiled to WebAssembly, one thread) and
// prints what HiGHS prints.
//
//     node highs.cjs FOLDER FILE SECONDS GAP [SOLUTION]
//
// FOLDER is where the package was installed, as FOLDER/node_modules/highs. Into SOLUTION go the
// columns that are not 0, each as a name and a value. The last line has the CPU seconds of the solve
// on its own thread: others of node compile meanwhile, which a native HiGHS would not have to.
"use strict";

const fs = require("fs");
const path = require("path");

function solutionText(model) {
  const values = model.getSolution().colValue;
  let text = "";
  for (let j = 0; j < values.length; j++) {
    if (values[j] !== 0) text += model.getColName(j) + " " + values[j] + "\n";
  }
  return text;
}

// Of the main thread: columns 14 and 15 of its stat are user and system time in ticks (proc(5)); the
// second column, the name in brackets, is cut off since it may have blanks.
function threadSeconds() {
  const stat = fs.readFileSync(`/proc/self/task/${process.pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function main(folder, file, seconds, gap, solution) {
  const load = require(path.resolve(folder, "node_modules", "highs"));
  const highs = await load({ print: console.log, printErr: console.error });
  const model = highs.createModel({ format: "mps", data: fs.readFileSync(file) });
  model.options.set({
    output_flag: true,
    log_to_console: true,
    time_limit: Number(seconds),
    mip_rel_gap: Number(gap),
    mip_abs_gap: 0,
  });
  const begin = threadSeconds();
  model.run();
  console.log("  Thread CPU        " + (threadSeconds() - begin).toFixed(2));
  if (solution !== undefined) fs.writeFileSync(solution, solutionText(model));
  model.dispose();
}

main(...process.argv.slice(2)).catch((error) => {
  console.error(String(error));
  process.exit(1);
});
