import { t as _plugin_vue_export_helper_default } from "./plugin-vue_export-helper.DjkACiAr.js";
import { useSSRContext } from "vue";
import { ssrRenderAttrs } from "vue/server-renderer";
// docs/decisions/0008-typescript-7-and-biome.md
var __pageData = JSON.parse("{\"title\":\"0008 TypeScript 7 and Biome, with rules tested by breaking them\",\"description\":\"\",\"frontmatter\":{},\"headers\":[],\"relativePath\":\"decisions/0008-typescript-7-and-biome.md\",\"filePath\":\"decisions/0008-typescript-7-and-biome.md\"}");
var _sfc_main = { name: "decisions/0008-typescript-7-and-biome.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
	_push(`<div${ssrRenderAttrs(_attrs)}><h1 id="_0008-typescript-7-and-biome-with-rules-tested-by-breaking-them" tabindex="-1">0008 TypeScript 7 and Biome, with rules tested by breaking them <a class="header-anchor" href="#_0008-typescript-7-and-biome-with-rules-tested-by-breaking-them" aria-label="Permalink to “0008 TypeScript 7 and Biome, with rules tested by breaking them”">​</a></h1><p><strong>Context.</strong> The layers of the architecture are worth something only if a wrong import fails the build. The usual tools for that are <code>dependency-cruiser</code> and <code>typescript-eslint</code>.</p><p><strong>Decision.</strong> TypeScript 7 (strict, one project per layer with references) and Biome 2 as formatter and linter. A pure layer compiles without Node&#39;s or the browser&#39;s types, so <code>fetch</code> and <code>node:fs</code> do not exist there; Biome forbids skipping a layer, the clock, randomness, <code>process.env</code> outside the configuration, and the console outside the command line.</p><p><strong>Why not the usual tools.</strong> Neither worked with TypeScript 7 when this was decided: <code>dependency-cruiser</code> read 0 modules and exited green, which is the worst way to fail.</p><p><strong>Consequences.</strong> A rule that silently stops working looks like a clean house. So an architecture test plants a violation of every rule in an empty copy of the house and requires the tool to complain about exactly that; it takes two seconds. Some Biome rules in use are young (<code>nursery</code>): the version is pinned, and the test tells if an update changes them.</p></div>`);
}
var _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
	const ssrContext = useSSRContext();
	(ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/0008-typescript-7-and-biome.md");
	return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
var _0008_typescript_7_and_biome_default = /*#__PURE__*/ _plugin_vue_export_helper_default(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export { __pageData, _0008_typescript_7_and_biome_default as default };
