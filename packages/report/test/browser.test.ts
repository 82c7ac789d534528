// The report opened in Chromium: at the size of a phone and of a desk, in light and dark.
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { findChromium, openChromium } from "@ftcp/testing";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { readViewerScript } from "../src/node/index.ts";
import { renderReport } from "../src/renderReport.ts";
import { createSampleInput } from "./createSampleInput.ts";

jest.setTimeout(120_000); // a browser without a graphics card on a busy machine

const describeChromium = findChromium() === undefined ? describe.skip : describe;

/** Where screenshots are kept, if anywhere: a folder for people who look at them. */
const gallery = process.env["FTCP_SCREENSHOTS"];

// Without a graphics card.
const webgl = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];

let folder: string;
let browser: Browser;
let page: Page;
/** Errors and warnings that the page wrote, and exceptions that nobody caught. */
let complaints: string[];
beforeAll(async () => {
  if (findChromium() === undefined) return;
  folder = await mkdtemp(join(tmpdir(), "ftcp-report-"));
  const html = renderReport(createSampleInput(), { viewerScript: await readViewerScript() });
  await writeFile(join(folder, "report.html"), html);
  browser = await openChromium(webgl);
});
afterAll(async () => {
  if (findChromium() === undefined) return;
  await browser.close();
  await rm(folder, { recursive: true });
});

async function open(width: number, colorScheme: "light" | "dark", isPhone = false): Promise<void> {
  for (const context of browser.contexts()) await context.close();
  const viewport = { width, height: isPhone ? 844 : 900 };
  const context = await browser.newContext({
    ...{ viewport, colorScheme, isMobile: isPhone, hasTouch: isPhone },
  });
  page = await context.newPage();
  page.setDefaultTimeout(0); // jest's limit holds
  complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    const text = message.text();
    // The software renderer says of itself that it is slow; the page is not at fault.
    if (text.includes("GPU stall due to ReadPixels")) return;
    if (["error", "warning"].includes(message.type())) complaints.push(text);
  });
  await page.goto(pathToFileURL(join(folder, "report.html")).href);
  await page.waitForFunction(`document.documentElement.dataset.ready === "3d"`);
}

/** The whole page as PNG; kept where somebody wants to look at it. */
async function photograph(name: string, width: number): Promise<Buffer> {
  // Not by fullPage, during which WebGL now and then complained of canvases without a size.
  const height = await page.evaluate<number>("document.documentElement.scrollHeight");
  await page.setViewportSize({ width, height });
  await page.waitForFunction(`innerHeight === ${height}`);
  const image = await page.screenshot();
  if (gallery !== undefined) await writeFile(join(gallery, `${name}.png`), image);
  return image;
}

/** Formulas of the table, from top to bottom. */
const formulas = `[...document.querySelectorAll("#designs-table tbody tr:not([hidden]) th")].map((cell) => cell.textContent)`;

/** How many different colours the canvas of a stage shows. */
const colorsOf = (stage: string): string => `(() => {
  const canvas = document.querySelector("#${stage} canvas");
  const copy = document.createElement("canvas");
  [copy.width, copy.height] = [canvas.width, canvas.height];
  const context = copy.getContext("2d");
  context.drawImage(canvas, 0, 0);
  const { data } = context.getImageData(0, 0, copy.width, copy.height);
  return new Set(new Uint32Array(data.buffer)).size;
})()`;

describeChromium("the report in Chromium", () => {
  it.each([
    ["desk-light", 1280, "light", false],
    ["phone-light", 390, "light", true],
    ["phone-dark", 390, "dark", true],
  ] as const)(
    "fits its screen (%s), draws both crystals and complains of nothing",
    async (name, width, scheme, isPhone) => {
      await open(width, scheme, isPhone);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
      for (const stage of ["stage-design", "stage-root"]) {
        expect(await page.evaluate(colorsOf(stage))).toBeGreaterThan(100);
      }
      const image = await photograph(name, width);
      expect(image.subarray(1, 4).toString()).toBe("PNG");
      expect(image.length).toBeGreaterThan(50_000);
      expect(complaints).toEqual([]);
    },
  );

  it("sorts the table by a click on a heading, and the other way by another", async () => {
    await open(1280, "light");
    const before = await page.evaluate<string[]>(formulas);
    const click = `document.querySelectorAll("#designs-table thead button")[1].click()`;
    await page.evaluate(click);
    const sorted = [...before].sort((a, b) => a.localeCompare(b, "en"));
    expect(await page.evaluate(formulas)).toEqual(sorted);
    expect(await page.evaluate(`document.querySelectorAll("#designs-table th")[1].ariaSort`)).toBe(
      "ascending",
    );
    await page.evaluate(click);
    expect(await page.evaluate(formulas)).toEqual([...sorted].reverse());
    await page.evaluate(`document.querySelectorAll("#designs-table thead button")[2].click()`);
    const gaps = await page.evaluate<number[]>(
      `[...document.querySelectorAll("#designs-table tbody tr")].map((row) => Number(row.cells[2].dataset.value))`,
    );
    expect(gaps).toEqual([...gaps].sort((a, b) => a - b));
    const column = await page.evaluate<number>(`(() => {
      const headings = [...document.querySelectorAll("#designs-table thead th")];
      const column = headings.findIndex((cell) => cell.textContent === "Least dissimilarity");
      headings[column].querySelector("button").click();
      return column;
    })()`);
    expect(
      await page.evaluate(
        `[...document.querySelectorAll("#designs-table tbody tr")].map((row) => row.cells[${column}].textContent)`,
      ),
    ).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((tenths) => `0.${tenths}00 mp-5229`));
  });

  it("filters the table, and shows the design that is picked", async () => {
    await page.evaluate(`(() => {
      const field = document.getElementById("designs-search");
      field.value = "csp";
      field.dispatchEvent(new Event("input"));
    })()`);
    expect(await page.evaluate(formulas)).toEqual(["CsPbBr3"]);
    await page.evaluate(`document.querySelector("#designs-table tr:not([hidden]) .pick").click()`);
    expect(await page.evaluate(`document.getElementById("viewer-name").textContent`)).toBe(
      "CsPbBr₃, Pm-3m (221)",
    );
    expect(await page.evaluate(`document.getElementById("elements-design").textContent`)).toBe(
      "CsPbBr",
    );
    expect(await page.evaluate(colorsOf("stage-design"))).toBeGreaterThan(100);
  });

  it("turns the crystal with the arrow keys, and shows it as it was decoded", async () => {
    const look = `document.querySelector("#stage-design canvas").toDataURL()`;
    const before = await page.evaluate(look);
    await page.evaluate(
      `document.getElementById("stage-design").dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft" }))`,
    );
    const turned = await page.evaluate(look);
    expect(turned).not.toBe(before);
    await page.evaluate(`document.getElementById("viewer-raw").click()`);
    expect(await page.evaluate(look)).not.toBe(turned);
  });

  it("holds every file it offers", async () => {
    await page.evaluate(`document.querySelectorAll("#designs-table thead button")[0].click()`);
    const texts = await page.evaluate<[string, string][]>(
      `Promise.all([...document.querySelectorAll("#designs-table a.file")].slice(0, 2).map(({ href, download }) => [
        download,
        new TextDecoder().decode(Uint8Array.from(atob(href.split(",")[1]), (c) => c.charCodeAt(0))),
      ]))`,
    );
    const [first] = createSampleInput(1).designs;
    expect(texts).toEqual([
      ["001-SrTiO3.cif", first?.cif],
      ["001-SrTiO3.vasp", "SrTiO3"],
    ]);
  });

  it("names every control, and keeps words readable against what is behind them", async () => {
    const devTools = await page.context().newCDPSession(page);
    for (const value of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: value });
      const { nodes } = await devTools.send("Accessibility.getFullAXTree");
      const controls = nodes.filter(({ role, ignored }) =>
        ignored
          ? false
          : ["button", "link", "combobox", "searchbox", "checkbox"].includes(String(role?.value)),
      );
      expect(controls.length).toBeGreaterThan(30);
      expect(controls.filter(({ name }) => (name?.value ?? "") === "")).toEqual([]);
      // WCAG 2.2, 1.4.3: a contrast of 4.5 between text and background.
      const contrasts = await page.evaluate<[string, number][]>(`(() => {
        const level = (color) => {
          const [r, g, b] = color.match(/[\\d.]+/g).map((c) => c / 255)
            .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const backOf = (node) => {
          for (let up = node; up !== null; up = up.parentElement) {
            const color = getComputedStyle(up).backgroundColor;
            if (!color.endsWith(", 0)") && color !== "transparent") return color;
          }
          return "rgb(255, 255, 255)";
        };
        return ["h1", ".kicker", ".quiet", "dt", "dd", ".pick", "a.file", ".passed", "thead th", "small", "footer p"].map((selector) => {
          const node = document.querySelector(selector);
          const [text, back] = [level(getComputedStyle(node).color), level(backOf(node))];
          return [selector, (Math.max(text, back) + 0.05) / (Math.min(text, back) + 0.05)];
        });
      })()`);
      expect(contrasts.filter(([, contrast]) => contrast < 4.5)).toEqual([]);
    }
  });
});
