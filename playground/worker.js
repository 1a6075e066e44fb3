// Runs the linter away from the page's own thread, so that typing never waits for it.
// In: {id, prompt, models, target}. Out: {ready}, then for each question {id, answer} or {id, failure}; {broken} once
// where the linter cannot be loaded.
import { loadPyodide } from "./pyodide/pyodide.mjs";

const bridge = load();
bridge.catch((error) => postMessage({ broken: String(error?.message ?? error) }));

async function load() {
  const [pyodide, wheel, code] = await Promise.all([loadPyodide(), bytes("promptlint.whl"), bytes("bridge.py")]);
  pyodide.unpackArchive(wheel, "wheel");
  pyodide.FS.writeFile("bridge.py", code);
  const module = pyodide.pyimport("bridge");
  module.judge("warm up --ar16:9", "", "discord");
  postMessage({ ready: { version: module.version() } });
  setTimeout(() => module.warm_up());
  return module;
}

async function bytes(path) {
  const response = await fetch(new URL(path, import.meta.url));
  if (!response.ok) throw new Error(`${path}: ${response.status} ${response.statusText}`);
  return new Uint8Array(await response.arrayBuffer());
}

onmessage = async ({ data: { id, prompt, models, target } }) => {
  const module = await bridge.catch(() => null);
  if (!module) return;
  try {
    postMessage({ id, answer: JSON.parse(module.judge(prompt, models.join(","), target)) });
  } catch (error) {
    postMessage({ id, failure: String(error?.message ?? error) });
  }
};
