import { t as _plugin_vue_export_helper_default } from "./plugin-vue_export-helper.DjkACiAr.js";
import { useSSRContext } from "vue";
import { ssrRenderAttrs } from "vue/server-renderer";
// docs/decisions/0005-issue-random-block-tokens.md
var __pageData = JSON.parse("{\"title\":\"0005 Block tokens are random and carry a store epoch\",\"description\":\"\",\"frontmatter\":{},\"headers\":[],\"relativePath\":\"decisions/0005-issue-random-block-tokens.md\",\"filePath\":\"decisions/0005-issue-random-block-tokens.md\"}");
var _sfc_main = { name: "decisions/0005-issue-random-block-tokens.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
	_push(`<div${ssrRenderAttrs(_attrs)}><h1 id="_0005-block-tokens-are-random-and-carry-a-store-epoch" tabindex="-1">0005 Block tokens are random and carry a store epoch <a class="header-anchor" href="#_0005-block-tokens-are-random-and-carry-a-store-epoch" aria-label="Permalink to “0005 Block tokens are random and carry a store epoch”">​</a></h1><p><strong>Context.</strong> A retried insert must change nothing. ClickHouse drops a block whose de-duplication token it has seen. If tokens come from a counter in PostgreSQL, a database restored from last night&#39;s backup hands out tokens that ClickHouse already knows, and <em>new</em> rows vanish without a trace.</p><p><strong>Decision.</strong> A token is the store epoch and a random UUID. The epoch is drawn when the control database is made, and a row may be added to begin another timeline after a restore; the random part alone keeps a restored database from issuing a token a second time. Correctness does not rest on tokens at all: it rests on row identity in the table. The token only saves the work of inserting a block twice.</p><p><strong>Consequences.</strong> Ids elsewhere are random too (<code>mdl_…</code>, <code>mon_…</code>), so that no restore can issue one a second time.</p></div>`);
}
var _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
	const ssrContext = useSSRContext();
	(ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/0005-issue-random-block-tokens.md");
	return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
var _0005_issue_random_block_tokens_default = /*#__PURE__*/ _plugin_vue_export_helper_default(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export { __pageData, _0005_issue_random_block_tokens_default as default };
