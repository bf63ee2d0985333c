import { t as _plugin_vue_export_helper_default } from "./plugin-vue_export-helper.DjkACiAr.js";
import { useSSRContext } from "vue";
import { ssrRenderAttrs } from "vue/server-renderer";
// docs/decisions/0002-share-one-predictions-table.md
var __pageData = JSON.parse("{\"title\":\"0002 Every model shares one predictions table\",\"description\":\"\",\"frontmatter\":{},\"headers\":[],\"relativePath\":\"decisions/0002-share-one-predictions-table.md\",\"filePath\":\"decisions/0002-share-one-predictions-table.md\"}");
var _sfc_main = { name: "decisions/0002-share-one-predictions-table.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
	_push(`<div${ssrRenderAttrs(_attrs)}><h1 id="_0002-every-model-shares-one-predictions-table" tabindex="-1">0002 Every model shares one predictions table <a class="header-anchor" href="#_0002-every-model-shares-one-predictions-table" aria-label="Permalink to “0002 Every model shares one predictions table”">​</a></h1><p><strong>Context.</strong> Models have different features, from two to two thousand. Either each model has a table of its own with a typed column per feature, or all share one table with maps.</p><p><strong>Decision.</strong> One table. Numbers, categories, texts and embeddings are maps from feature id to value, with <code>map_serialization_version = &#39;with_buckets&#39;</code>, so that reading one feature does not read them all. A feature is an id and a kind epoch: names never reach DDL or SQL text, and a feature that changes its kind is a new column with a visible seam.</p><p><strong>Measured</strong> on 2 million events of 20 numeric and 5 categorical features. A typed table is fastest for one big model: 136 bytes an event, all features counted per bin and hour in 0.45–0.6 s. The shared table takes 1.7 times that. With 1,000 models, tables of their own stop at 93 inserts a second, 33,000 parts take 16 s to reopen and 1.25 GB of memory; the shared table does not notice.</p><p><strong>Consequences.</strong> Registering a feature is a row in PostgreSQL, never an <code>ALTER</code>. Identity is (project, model, prediction id, variant); the table is a <code>ReplacingMergeTree</code> whose first write wins, read with <code>FINAL</code> (1.3 times the time). Promoting one very big model to a typed table can come later behind the same port.</p></div>`);
}
var _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
	const ssrContext = useSSRContext();
	(ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/0002-share-one-predictions-table.md");
	return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
var _0002_share_one_predictions_table_default = /*#__PURE__*/ _plugin_vue_export_helper_default(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export { __pageData, _0002_share_one_predictions_table_default as default };
