import { t as _plugin_vue_export_helper_default } from "./plugin-vue_export-helper.DjkACiAr.js";
import { useSSRContext } from "vue";
import { ssrRenderAttrs } from "vue/server-renderer";
// docs/decisions/0007-keep-every-content-in-an-index.md
var __pageData = JSON.parse("{\"title\":\"0007 Conflicts are kept in an index beside the predictions\",\"description\":\"\",\"frontmatter\":{},\"headers\":[],\"relativePath\":\"decisions/0007-keep-every-content-in-an-index.md\",\"filePath\":\"decisions/0007-keep-every-content-in-an-index.md\"}");
var _sfc_main = { name: "decisions/0007-keep-every-content-in-an-index.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
	_push(`<div${ssrRenderAttrs(_attrs)}><h1 id="_0007-conflicts-are-kept-in-an-index-beside-the-predictions" tabindex="-1">0007 Conflicts are kept in an index beside the predictions <a class="header-anchor" href="#_0007-conflicts-are-kept-in-an-index-beside-the-predictions" aria-label="Permalink to “0007 Conflicts are kept in an index beside the predictions”">​</a></h1><p><strong>Context.</strong> The same prediction id may be sent twice with different content. The first write wins, but a <code>ReplacingMergeTree</code> forgets the loser at its next merge, and with it the fact that there was a contradiction. Labels also need to find the hour of a prediction id, and the predictions table is ordered by hour first.</p><p><strong>Decision.</strong> A second table, <code>prediction_index</code>, is ordered by prediction id and keeps one row per (identity, content hash). It finds the hour of an id, and the number of identities with more than one content is the number of conflicts, at any time.</p><p><strong>Consequences.</strong> Every prediction is inserted twice, once as a narrow row. Both inserts are idempotent by their keys, so no transaction between them is needed.</p></div>`);
}
var _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
	const ssrContext = useSSRContext();
	(ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/0007-keep-every-content-in-an-index.md");
	return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
var _0007_keep_every_content_in_an_index_default = /*#__PURE__*/ _plugin_vue_export_helper_default(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export { __pageData, _0007_keep_every_content_in_an_index_default as default };
