/**
 * What the page does by itself: it sorts the table, saves files, and shows crystals in three
 * dimensions by 3Dmol.js. Plain JavaScript, as it stands in the page; a test opens it in Chromium.
 */
export const pageScript: string = String.raw`
(() => {
  "use strict";
  const find = (id) => document.getElementById(id);
  const { designs, elements } = JSON.parse(find("report-data").textContent);
  document.documentElement.dataset.ready = "table";

  // Sorting: a click on a heading sorts by it, another turns the order.
  const table = find("designs-table");
  const body = table.tBodies[0];
  const valueOf = (row, column) => row.cells[column].dataset.value ?? "";
  const sortBy = (heading, kind) => {
    const column = heading.cellIndex;
    const isUp = heading.getAttribute("aria-sort") !== "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", isUp ? "ascending" : "descending");
    const sign = isUp ? 1 : -1;
    const rows = [...body.rows].sort((a, b) => {
      const [left, right] = [valueOf(a, column), valueOf(b, column)];
      // What is not known comes last either way.
      if (left === "" || right === "") return (left === "") - (right === "");
      return sign * (kind === "number" ? left - right : left.localeCompare(right, "en", { numeric: true }));
    });
    body.append(...rows);
  };
  table.tHead.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-sort]");
    if (button !== null) sortBy(button.parentElement, button.dataset.sort);
  });

  const search = find("designs-search");
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    let shown = 0;
    for (const row of body.rows) {
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
      if (!row.hidden) shown++;
    }
    find("designs-shown").textContent = shown + " of " + body.rows.length + " designs";
  });

  const save = (name, type, text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const shownRows = () => [...body.rows].filter((row) => !row.hidden);
  const decode = (address) =>
    new TextDecoder().decode(Uint8Array.from(atob(address.split(",")[1]), (character) => character.charCodeAt(0)));
  find("save-cifs").addEventListener("click", () => {
    const texts = shownRows().map((row) => decode(row.querySelector('a[download$=".cif"]').href));
    save("designs.cif", "chemical/x-cif", texts.join("\n"));
  });
  find("save-table").addEventListener("click", () => {
    const quote = (text) => '"' + text.replaceAll('"', '""') + '"';
    const cells = [...table.tHead.rows[0].cells].slice(0, -1);
    const lines = shownRows().map((row) => cells.map((_, column) => quote(valueOf(row, column))));
    const text = [cells.map((cell) => quote(cell.textContent)), ...lines].map((line) => line.join(",") + "\r\n");
    save("designs.csv", "text/csv", text.join(""));
  });

  // The structures.
  const choice = find("viewer-design");
  if (choice === null) return;
  let viewers;
  const stages = [find("stage-design"), find("stage-root")];
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const startViewers = () => {
    try {
      viewers = stages.map((stage) => {
        const viewer = $3Dmol.createViewer(stage, {
          ...{ backgroundColor: "white", backgroundAlpha: 0, antialias: true, disableFog: true },
        });
        if (viewer === null || viewer === undefined) throw new Error("there is no WebGL");
        return viewer;
      });
      viewers[0].linkViewer(viewers[1]);
      viewers[1].linkViewer(viewers[0]);
    } catch {
      viewers = undefined;
      for (const stage of stages) stage.hidden = true;
      find("viewer-missing").hidden = false;
    }
  };
  const draw = (viewer, scene) => {
    viewer.removeAllModels();
    viewer.removeAllShapes();
    viewer.removeAllLabels();
    if (scene === null) return viewer.render();
    const atoms = scene.atoms.map(([element, x, y, z], serial) => ({
      ...{ elem: scene.elements[element], x, y, z, serial, bonds: [], bondOrder: [] },
    }));
    for (const [from, to] of scene.bonds) {
      for (const [a, b] of [[from, to], [to, from]]) {
        atoms[a].bonds.push(b);
        atoms[a].bondOrder.push(1);
      }
    }
    const model = viewer.addModel();
    model.addAtoms(atoms);
    for (const element of scene.elements) {
      const [color, radius] = elements[element];
      model.setStyle({ elem: element }, { sphere: { radius, color }, stick: { radius: 0.09, color } });
    }
    const color = dark.matches ? "#9aa6b5" : "#5b6675";
    const corner = (bits) =>
      [0, 1, 2].map((axis) =>
        scene.cell.reduce((sum, row, step) => sum + (((bits >> step) & 1) - 0.5) * row[axis], 0),
      );
    const point = ([x, y, z]) => ({ x, y, z });
    for (let bits = 0; bits < 8; bits++) {
      for (const step of [1, 2, 4]) {
        if ((bits & step) !== 0) continue;
        viewer.addCylinder({ start: point(corner(bits)), end: point(corner(bits | step)), radius: 0.035, color });
      }
    }
    viewer.setHoverable(
      {},
      true,
      (atom) => {
        atom.label ??= viewer.addLabel(atom.elem, { position: atom, backgroundOpacity: 0.75, fontSize: 13 });
      },
      (atom) => {
        if (atom.label) viewer.removeLabel(atom.label);
        delete atom.label;
      },
    );
    return undefined;
  };
  // z up, turned by 22° and raised by 14° (a quaternion), as in the drawings; both at one scale.
  const standing = [-0.34427, -0.51041, -0.65329, 0.44065];
  const face = () => {
    const isWider = (scene) => (scene === null ? 0 : Math.max(...scene.atoms.map((atom) => Math.hypot(...atom.slice(1)))));
    const current = shownScenes();
    const [first, second] = isWider(current[1]) > isWider(current[0]) ? [1, 0] : [0, 1];
    viewers[first].zoomTo();
    viewers[first].setView([0, 0, 0, viewers[first].getView()[3], ...standing]);
    viewers[first].zoom(1.05);
    viewers[second].setView(viewers[first].getView());
    for (const viewer of viewers) viewer.render();
  };
  const raw = find("viewer-raw");
  const shownScenes = () => {
    const { design, root, decoded } = designs[choice.value];
    return [raw.checked && decoded !== null ? decoded : design, root];
  };
  const list = (id, items, make) => find(id).replaceChildren(...items.flatMap(make));
  const tag = (name, text, className = "") => {
    const node = document.createElement(name);
    node.textContent = text;
    if (className !== "") node.className = className;
    return node;
  };
  const legend = (id, scene) =>
    list(id, scene?.elements ?? [], (element) => {
      const item = tag("li", element);
      const dot = tag("span", "", "dot");
      dot.style.background = elements[element][0];
      item.prepend(dot);
      return [item];
    });
  const show = (index) => {
    choice.value = String(index);
    const { title, name, rootName, facts, decoded, repairs } = designs[index];
    find("viewer-name").textContent = name;
    find("viewer-root-name").textContent = rootName;
    find("viewer-raw-choice").hidden = decoded === null;
    const scenes = shownScenes();
    find("stage-root-box").hidden = scenes[1] === null;
    legend("elements-design", scenes[0]);
    legend("elements-root", scenes[1]);
    list("viewer-facts", facts, ([label, value]) => [tag("dt", label), tag("dd", value)]);
    find("viewer-repairs").textContent = repairs;
    const row = body.querySelector('[data-design="' + index + '"]');
    list("viewer-files", [...row.querySelectorAll("a.file")], (link) => [link.cloneNode(true), " "]);
    for (const node of document.querySelectorAll(".chosen")) node.classList.remove("chosen");
    for (const node of document.querySelectorAll('[data-design="' + index + '"]')) node.classList.add("chosen");
    stages[0].setAttribute("aria-label", "Unit cell of " + title + ", three-dimensional");
    if (viewers === undefined) return;
    viewers.forEach((viewer, i) => {
      viewer.resize();
      draw(viewer, scenes[i]);
    });
    face();
  };
  choice.addEventListener("change", () => show(Number(choice.value)));
  raw.addEventListener("change", () => show(Number(choice.value)));
  const count = designs.length;
  for (const [id, step] of [["viewer-previous", -1], ["viewer-next", 1]]) {
    find(id).addEventListener("click", () => show((Number(choice.value) + step + count) % count));
  }
  find("viewer-reset").addEventListener("click", () => viewers !== undefined && face());
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-pick]");
    if (button === null) return;
    show(Number(button.dataset.pick));
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    find("viewer").scrollIntoView({ behavior: isCalm ? "auto" : "smooth", block: "start" });
  });
  // Arrow keys turn what has the focus; a finger scrolls the page until the stage is touched once.
  const turns = { ArrowLeft: [-10, "y"], ArrowRight: [10, "y"], ArrowUp: [-10, "x"], ArrowDown: [10, "x"] };
  for (const [i, stage] of stages.entries()) {
    stage.addEventListener("keydown", (event) => {
      if (viewers === undefined) return;
      const turn = turns[event.key];
      if (turn !== undefined) viewers[i].rotate(...turn);
      else if (event.key === "+" || event.key === "-") viewers[i].zoom(event.key === "+" ? 1.15 : 1 / 1.15);
      else return;
      event.preventDefault();
      viewers[i].render();
    });
  }
  const touch = find("viewer-touch");
  touch.addEventListener("click", () => {
    const isOn = touch.getAttribute("aria-pressed") !== "true";
    touch.setAttribute("aria-pressed", String(isOn));
    find("viewer").classList.toggle("touchable", isOn);
  });
  startViewers();
  show(0);
  dark.addEventListener("change", () => show(Number(choice.value)));
  addEventListener("resize", () => viewers?.forEach((viewer) => viewer.resize()));
  document.documentElement.dataset.ready = viewers === undefined ? "no-webgl" : "3d";
})();
`;
