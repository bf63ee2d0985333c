/** Everything that the domain asks of the outside world, one file a port. */
export type { KeyStore } from './access/access.ts';
export type { Project, ProjectStore } from './access/project-store.ts';
export type {
  AlertFilter,
  AlertNote,
  AlertReport,
  AlertStep,
  AlertStore,
} from './alert/alert-store.ts';
export type {
  CommitContext,
  CommitOutcome,
  EvaluationDraft,
  EvaluationStore,
} from './alert/evaluation-store.ts';
export type { MeasurementStore } from './alert/measurement-store.ts';
export type { BaselineRow, BaselineRowStore } from './baseline/baseline-row-store.ts';
export type { BaselineDraft, BaselineStore } from './baseline/baseline-store.ts';
export type { DigestRoute, DigestStore } from './digest/digest-store.ts';
export type { FleetReadModel } from './health/fleet-read-model.ts';
export type { MeasurementReadModel, OverviewReadModel } from './health/overview-read-model.ts';
export type { VolumeReadModel } from './health/volume-read-model.ts';
export type { IdentityCounter, IngestRecords } from './ingest/ingest-accounting.ts';
export type { IngestLane, IngestLog } from './ingest/ingest-log.ts';
export type { TelemetrySink } from './ingest/telemetry-sink.ts';
export type { FeatureDraft, ModelDraft, ModelStore } from './model/model-store.ts';
export type { MonitorDraft, MonitorStore } from './monitor/monitor-store.ts';
export type { ChannelDraft, ChannelStore } from './notification/channel-store.ts';
export type {
  DeliveryFilter,
  DeliveryLog,
  DeliveryReport,
  ReplayOutcome,
} from './notification/delivery-log.ts';
export type { ChannelSender } from './notification/notification.ts';
export type { Attempt, OutboxItem, OutboxStore } from './notification/outbox-store.ts';
export type {
  Population,
  ProfileParts,
  ProfileStore,
  WindowsQuestion,
} from './profile/profile-store.ts';
export type { RouteDraft, RouteStore, WatchedPlace } from './route/route-store.ts';
export type { ClaimedModel, ClaimOptions, ScheduleStore } from './schedule/schedule-store.ts';
export type {
  LabelledAlert,
  MarkChange,
  SilenceDraft,
  SilenceMarks,
  SilenceStore,
} from './silence/silence-store.ts';
export type { SelfWatchReadModel } from './watch/self-watch.ts';
