import type { ChannelBody, ChannelTestBody, NewChannelBody } from '../../contract/channel.ts';
import type { KeyBody, KeyDraftBody, NewKeyBody } from '../../contract/key.ts';
import type { RetentionBody } from '../../contract/retention.ts';
import type {
  DefaultRouteBody,
  RouteBody,
  RouteDraftBody,
  RouteListBody,
  RoutePreviewBody,
  RouteQuestionBody,
} from '../../contract/route.ts';
import type { Answer, Mutable } from './paths.ts';

/** A channel as a form of any kind fills it in: the server says what each kind takes. */
export interface ChannelDraft {
  name: string;
  kind: string;
  config: Record<string, unknown>;
  enabled?: boolean;
}

interface OfChannel {
  parameters: { path: { channelId: string } };
}

interface Done {
  204: { content?: never };
}

/** The calls of the settings page. */
export interface SettingPaths {
  '/v1/channels': {
    get: { responses: Answer<{ readonly channels: readonly ChannelBody[] }> };
    post: {
      requestBody: { content: { 'application/json': ChannelDraft } };
      responses: Answer<NewChannelBody>;
    };
  };
  '/v1/channels/{channelId}': { delete: OfChannel & { responses: Done } };
  '/v1/channels/{channelId}/test': { post: OfChannel & { responses: Answer<ChannelTestBody> } };
  '/v1/routes': {
    get: { responses: Answer<RouteListBody> };
    post: {
      requestBody: { content: { 'application/json': Mutable<RouteDraftBody> } };
      responses: Answer<RouteBody>;
    };
  };
  '/v1/routes/preview': {
    post: {
      requestBody: { content: { 'application/json': Mutable<RouteQuestionBody> } };
      responses: Answer<RoutePreviewBody>;
    };
  };
  '/v1/routes/default': {
    put: {
      requestBody: { content: { 'application/json': Mutable<DefaultRouteBody> } };
      responses: Answer<DefaultRouteBody>;
    };
  };
  '/v1/routes/{routeId}': {
    put: {
      parameters: { path: { routeId: string } };
      requestBody: { content: { 'application/json': Mutable<RouteDraftBody> } };
      responses: Answer<RouteBody>;
    };
    delete: { parameters: { path: { routeId: string } }; responses: Done };
  };
  '/v1/keys': {
    get: { responses: Answer<{ readonly keys: readonly KeyBody[] }> };
    post: {
      requestBody: { content: { 'application/json': Mutable<KeyDraftBody> } };
      responses: Answer<NewKeyBody>;
    };
  };
  '/v1/retention': { get: { responses: Answer<RetentionBody> } };
  '/v1/keys/{keyId}': {
    delete: { parameters: { path: { keyId: string } }; responses: Done };
  };
}
