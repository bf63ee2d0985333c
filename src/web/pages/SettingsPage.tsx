import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { channelsQuery } from '../api/settings.ts';
import { ChannelList } from '../components/ChannelList.tsx';
import { KeyList } from '../components/KeyList.tsx';
import { RetentionTable } from '../components/RetentionTable.tsx';
import { RouteList } from '../components/RouteList.tsx';

/** Who is told, who may do what, and what is kept? */
export function SettingsPage() {
  const { data: channels } = useQuery(channelsQuery);
  useEffect(() => {
    document.title = 'Settings · Leeway';
  }, []);
  return (
    <>
      <h1 className="question">Who is told, who may do what, and what is kept?</h1>
      <p className="answer">{describe(channels?.filter((one) => one.enabled).length)}</p>
      <ChannelList />
      <RouteList />
      <KeyList />
      <RetentionTable />
    </>
  );
}

function describe(channels: number | undefined): string {
  if (channels === undefined) return 'Settings of this server.';
  if (channels === 0) return 'Nobody is told of alerts yet.';
  return `Alerts are sent to ${channels === 1 ? 'one channel' : `${channels} channels`}.`;
}
