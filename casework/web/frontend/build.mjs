// Builds what the browser gets: one style sheet, one script, the fonts, and the images that the styles name.
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { compile } from "sass";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const here = fileURLToPath(new URL("./", import.meta.url));
const modules = `${root}node_modules/`;
const built = fileURLToPath(new URL("../static/build", import.meta.url));
// Made aside and put in place whole, so that a server that is running never finds half of it.
const out = `${modules}.holdfast-${process.pid}/`;
const atkinson = `${modules}@fontsource/atkinson-hyperlegible-next/`;

mkdirSync(`${out}fonts`, { recursive: true });

const css = compile(`${here}styles/holdfast.scss`, { loadPaths: [root], style: "compressed", quietDeps: true }).css;
for (const [, name] of new Set(css.matchAll(/url\(["']?(?:\.\/)?((?:fonts|images|icons)\/[^"')]+)/g))) {
  const source = [`${atkinson}files/${name.slice(6)}`, `${modules}@ministryofjustice/frontend/moj/assets/${name}`,
    `${modules}govuk-frontend/dist/govuk/assets/${name}`].find((file) => existsSync(file));
  cpSync(source, out + name, { recursive: true });
}
cpSync(`${atkinson}LICENSE`, `${out}fonts/LICENSE`);
writeFileSync(`${out}holdfast.css`, css);

buildSync({ entryPoints: [`${here}scripts/holdfast.js`, `${here}scripts/htmx.js`], outdir: out, bundle: true, minify: true,
  format: "iife", target: "es2020", legalComments: "linked" });

rmSync(built, { recursive: true, force: true });
mkdirSync(dirname(built), { recursive: true });
renameSync(out, built);

// Documents are set in the same letters, in the file format that typst reads.
const letters = fileURLToPath(new URL("../../documents/typst/fonts/", import.meta.url));
const sets = `${modules}@expo-google-fonts/atkinson-hyperlegible-next/`;
for (const weight of ["400Regular", "400Regular_Italic", "600SemiBold", "700Bold"]) {
  const file = `AtkinsonHyperlegibleNext_${weight}.ttf`;
  cpSync(`${sets}${weight}/${file}`, letters + file);
}
cpSync(`${sets}LICENSE_FONT`, `${letters}LICENSE`);
