// What no start can beat: the unmodified WebAssembly fetched and compiled, nothing run.
await WebAssembly.compileStreaming(fetch("pyodide/pyodide.asm.wasm"));
const done = document.createElement("p");
done.id = "done";
done.textContent = "klar";
document.body.append(done);
