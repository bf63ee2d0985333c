/** Everything that the domain asks of the outside world, one file a port. */
export type { KeyStore } from './access/access.ts';
export type { Project, ProjectStore } from './access/project-store.ts';
export type { BaselineDraft, BaselineStore } from './baseline/baseline-store.ts';
export type { FeatureDraft, ModelDraft, ModelStore } from './model/model-store.ts';
export type { ChannelSender } from './notification/notification.ts';
export type { Population, ProfileStore } from './profile/profile-store.ts';
export type { FleetReadModel } from './health/fleet-read-model.ts';
export type { MeasurementReadModel, OverviewReadModel } from './health/overview-read-model.ts';
export type { VolumeReadModel } from './health/volume-read-model.ts';
