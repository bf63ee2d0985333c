import { t as _plugin_vue_export_helper_default } from "./plugin-vue_export-helper.DjkACiAr.js";
import { useSSRContext } from "vue";
import { ssrRenderAttrs } from "vue/server-renderer";
// docs/decisions/0010-learn-from-the-windows-of-the-baseline.md
var __pageData = JSON.parse("{\"title\":\"0010 Checks learn from the windows of the baseline's own period\",\"description\":\"\",\"frontmatter\":{},\"headers\":[],\"relativePath\":\"decisions/0010-learn-from-the-windows-of-the-baseline.md\",\"filePath\":\"decisions/0010-learn-from-the-windows-of-the-baseline.md\"}");
var _sfc_main = { name: "decisions/0010-learn-from-the-windows-of-the-baseline.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
	_push(`<div${ssrRenderAttrs(_attrs)}><h1 id="_0010-checks-learn-from-the-windows-of-the-baseline-s-own-period" tabindex="-1">0010 Checks learn from the windows of the baseline&#39;s own period <a class="header-anchor" href="#_0010-checks-learn-from-the-windows-of-the-baseline-s-own-period" aria-label="Permalink to “0010 Checks learn from the windows of the baseline&#39;s own period”">​</a></h1><p><strong>Context.</strong> Real days differ from each other harmlessly. A cut-off that does not know by how much cries wolf, and one that learns from the windows since the monitor was made knows nothing for weeks, and then learns slow drift as normal.</p><p><strong>Decision.</strong> Rows of a baseline that have times are also counted by window, as local days and hours of the model are, the first time that a monitor of that cadence asks. Each window is measured against the rest of the baseline: what it would have given after a baseline that it was no part of. Categories that only this window has are unseen to the rest. A first or last window with less than half the usual rows is not taken for a window. At most 1,008 windows are kept apart, the latest; what lies before them is part of every rest. Fewer than 20 windows teach nothing.</p><p>Where the baseline has fewer than 28 windows, the first windows that were evaluated are added, and never the latest. Performance takes part in this only where its labels have settled: with nine tenths of the coverage that windows come to in the end, or after 30 days. Until then its number is shown and held against nothing but constants.</p><p><strong>Consequences.</strong> The first window of a monitor takes seconds longer: 6 s for 744 hours and 12 checks; for 31 days and 52 segments, which are read two dozen at once, 7 s on a busy machine. Windows are a source of their own beside the baseline (<code>&lt;baseline&gt;@1d</code>), are counted anew when it is, and go with it. A sample of a baseline tells nothing of volume, and its rows nothing of failures.</p></div>`);
}
var _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
	const ssrContext = useSSRContext();
	(ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/0010-learn-from-the-windows-of-the-baseline.md");
	return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
var _0010_learn_from_the_windows_of_the_baseline_default = /*#__PURE__*/ _plugin_vue_export_helper_default(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export { __pageData, _0010_learn_from_the_windows_of_the_baseline_default as default };
