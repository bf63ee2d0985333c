import { t as _plugin_vue_export_helper_default } from "./plugin-vue_export-helper.DjkACiAr.js";
import { useSSRContext } from "vue";
import { ssrRenderAttrs } from "vue/server-renderer";
// docs/decisions/0004-keep-baseline-rows-in-clickhouse.md
var __pageData = JSON.parse("{\"title\":\"0004 Baselines keep their rows, in ClickHouse\",\"description\":\"\",\"frontmatter\":{},\"headers\":[],\"relativePath\":\"decisions/0004-keep-baseline-rows-in-clickhouse.md\",\"filePath\":\"decisions/0004-keep-baseline-rows-in-clickhouse.md\"}");
var _sfc_main = { name: "decisions/0004-keep-baseline-rows-in-clickhouse.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
	_push(`<div${ssrRenderAttrs(_attrs)}><h1 id="_0004-baselines-keep-their-rows-in-clickhouse" tabindex="-1">0004 Baselines keep their rows, in ClickHouse <a class="header-anchor" href="#_0004-baselines-keep-their-rows-in-clickhouse" aria-label="Permalink to “0004 Baselines keep their rows, in ClickHouse”">​</a></h1><p><strong>Context.</strong> A frozen profile answers only the questions that were asked when it was made. A new segment, other bins or an exact test need the rows. They could be kept as files (Parquet) beside the database.</p><p><strong>Decision.</strong> Rows of a baseline (all, or a seeded sample of 200,000) are kept in a ClickHouse table with the columns of <code>predictions</code>. The same query profiles both.</p><p><strong>Why not files.</strong> A file is on one machine&#39;s disk: a second server would need shared storage, and a backup of the database would not contain it. A second reader with its own idea of missing values and categories would be a second truth about what a column contains.</p><p><strong>Consequences.</strong> A baseline works on a cluster without further thought and is erased, backed up and moved with everything else. Reading a Parquet file happens once, when the baseline is made.</p></div>`);
}
var _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
	const ssrContext = useSSRContext();
	(ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/0004-keep-baseline-rows-in-clickhouse.md");
	return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
var _0004_keep_baseline_rows_in_clickhouse_default = /*#__PURE__*/ _plugin_vue_export_helper_default(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export { __pageData, _0004_keep_baseline_rows_in_clickhouse_default as default };
