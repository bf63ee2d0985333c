import { t as _plugin_vue_export_helper_default } from "./plugin-vue_export-helper.DjkACiAr.js";
import { useSSRContext } from "vue";
import { ssrRenderAttrs } from "vue/server-renderer";
// docs/decisions/README.md
var __pageData = JSON.parse("{\"title\":\"Decisions\",\"description\":\"\",\"frontmatter\":{},\"headers\":[],\"relativePath\":\"decisions/index.md\",\"filePath\":\"decisions/README.md\"}");
var _sfc_main = { name: "decisions/index.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
	_push(`<div${ssrRenderAttrs(_attrs)}><h1 id="decisions" tabindex="-1">Decisions <a class="header-anchor" href="#decisions" aria-label="Permalink to “Decisions”">​</a></h1><p>One page per decision that would be expensive to turn round, with what was measured before it was taken. A decision that is replaced stays, and names its successor.</p><table tabindex="0"><thead><tr><th></th><th></th></tr></thead><tbody><tr><td><a href="./0001-run-engines-as-children.html">0001</a></td><td>Databases run as supervised child processes and are spoken to over their own protocols</td></tr><tr><td><a href="./0002-share-one-predictions-table.html">0002</a></td><td>Every model shares one predictions table with bucketed maps</td></tr><tr><td><a href="./0003-log-in-a-ring-of-postgres-tables.html">0003</a></td><td>The ingest log is a ring of four PostgreSQL tables</td></tr><tr><td><a href="./0004-keep-baseline-rows-in-clickhouse.html">0004</a></td><td>Baselines keep their rows, in ClickHouse, in the columns of predictions</td></tr><tr><td><a href="./0005-issue-random-block-tokens.html">0005</a></td><td>Block tokens are random and carry a store epoch</td></tr><tr><td><a href="./0006-count-on-a-fixed-grid.html">0006</a></td><td>Profiles count on a fine grid that never changes</td></tr><tr><td><a href="./0007-keep-every-content-in-an-index.html">0007</a></td><td>Conflicts are kept in an index beside the predictions</td></tr><tr><td><a href="./0008-typescript-7-and-biome.html">0008</a></td><td>TypeScript 7 and Biome, and rules that are tested by breaking them</td></tr><tr><td><a href="./0009-count-inside-clickhouse.html">0009</a></td><td>Cells are counted inside ClickHouse, and a book says which counts hold</td></tr><tr><td><a href="./0010-learn-from-the-windows-of-the-baseline.html">0010</a></td><td>Checks learn from the windows of the baseline&#39;s own period</td></tr><tr><td><a href="./0011-draw-the-laws-of-cut-offs.html">0011</a></td><td>The laws that cut-offs follow from are drawn, not looked up</td></tr><tr><td><a href="./0012-silence-what-calls-people.html">0012</a></td><td>A silence keeps back what calls people, and lets pass what sends them home</td></tr></tbody></table><p>Figures without another note come from a machine with 2 cores, Node 20 and chdb 3.4.</p></div>`);
}
var _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
	const ssrContext = useSSRContext();
	(ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/README.md");
	return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
var README_default = /*#__PURE__*/ _plugin_vue_export_helper_default(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export { __pageData, README_default as default };
