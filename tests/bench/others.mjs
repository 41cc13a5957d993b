// The documented way: loadPyodide() in a module worker.
const worker = new Worker("stock-worker.mjs", { type: "module" });
worker.onmessage = ({ data }) => {
  const done = document.createElement("p");
  done.id = "done";
  done.textContent = data;
  document.body.append(done);
};
