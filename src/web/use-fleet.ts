import { useQuery, useQueryClient } from '@tanstack/react-query';
import { fleetHeadQuery, fleetQuery } from './api/queries.ts';
import { usePainted } from './use-painted.ts';

/** The worst models first, and all of them as soon as those are there. */
export function useFleet() {
  const isKnown = useQueryClient().getQueryData(fleetQuery.queryKey) !== undefined;
  const head = useQuery({ ...fleetHeadQuery, enabled: !isKnown });
  const isCut = head.data !== undefined && head.data.models.length < head.data.count;
  const isPainted = usePainted(isCut);
  const whole = useQuery({ ...fleetQuery, enabled: isKnown || isPainted });
  if (whole.data !== undefined) return whole;
  return whole.error === null ? head : { ...head, error: whole.error, refetch: whole.refetch };
}
