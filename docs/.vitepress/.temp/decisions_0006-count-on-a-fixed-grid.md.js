import { t as _plugin_vue_export_helper_default } from "./plugin-vue_export-helper.DjkACiAr.js";
import { useSSRContext } from "vue";
import { ssrRenderAttrs } from "vue/server-renderer";
// docs/decisions/0006-count-on-a-fixed-grid.md
var __pageData = JSON.parse("{\"title\":\"0006 Profiles count on a fine grid that never changes\",\"description\":\"\",\"frontmatter\":{},\"headers\":[],\"relativePath\":\"decisions/0006-count-on-a-fixed-grid.md\",\"filePath\":\"decisions/0006-count-on-a-fixed-grid.md\"}");
var _sfc_main = { name: "decisions/0006-count-on-a-fixed-grid.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
	_push(`<div${ssrRenderAttrs(_attrs)}><h1 id="_0006-profiles-count-on-a-fine-grid-that-never-changes" tabindex="-1">0006 Profiles count on a fine grid that never changes <a class="header-anchor" href="#_0006-profiles-count-on-a-fine-grid-that-never-changes" aria-label="Permalink to “0006 Profiles count on a fine grid that never changes”">​</a></h1><p><strong>Context.</strong> Drift metrics compare shares of bins. Bins chosen anew for every window are not comparable; ten bins chosen once cannot answer a question that needs twenty; and rows cannot be read again once they have expired.</p><p><strong>Decision.</strong> When a column gets its first baseline, a grid is laid: 256 bins of equal mass and 16 log-spaced bins in each tail; for categories, every category of the baseline. Every window is counted on it, with minimum, maximum and moments. The bins of a test are unions of grid bins. A grid has an id that is a hash of its content; another grid is an explicit act and shows as a seam in every series.</p><p><strong>Consequences.</strong> Profiles add up: a day is the sum of its hours, and history stays comparable for years after the rows are gone. The price is a known error, reported beside the number: at most the largest bin&#39;s mass for Kolmogorov–Smirnov, at most the sum of mass times width for Wasserstein.</p></div>`);
}
var _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
	const ssrContext = useSSRContext();
	(ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/0006-count-on-a-fixed-grid.md");
	return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
var _0006_count_on_a_fixed_grid_default = /*#__PURE__*/ _plugin_vue_export_helper_default(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export { __pageData, _0006_count_on_a_fixed_grid_default as default };
