import type { ChannelBody } from '../../contract/channel.ts';

export interface ChannelPickerProps {
  /** What the choice is for, said once for all boxes. */
  legend: string;
  channels: readonly ChannelBody[];
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}

/** Some of the channels. */
export function ChannelPicker({ legend, channels, chosen, onChange }: ChannelPickerProps) {
  return (
    <fieldset className="channel-picker">
      <legend>{legend}</legend>
      {channels.map(({ channelId, name, enabled }) => (
        <label key={channelId} className="silence-check">
          <input
            type="checkbox"
            checked={chosen.includes(channelId)}
            onChange={(event) =>
              onChange(
                event.target.checked
                  ? [...chosen, channelId]
                  : chosen.filter((one) => one !== channelId),
              )
            }
          />
          <span>
            {name}
            {!enabled && <span className="muted"> switched off</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
