import type { Pki } from './pki';
import { aiaScenarios } from './scenarios/aia';
import { basicScenarios } from './scenarios/basic';
import { limitScenarios } from './scenarios/limits';
import { nameScenarios } from './scenarios/names';
import { orderScenarios } from './scenarios/order';
import { chainWith, type TlsMaterial as Material, type TlsScenario } from './scenarios/scenario';
import { strictScenarios } from './scenarios/strict';
import { trustScenarios } from './scenarios/trust';

export type TlsMaterial = Material;

/** Fixed ports follow the order within a group: new scenarios go to its end. */
export const scenarioGroups: { firstPort: number; scenarios: TlsScenario[] }[] = [
  { firstPort: 7410, scenarios: basicScenarios },
  { firstPort: 7500, scenarios: strictScenarios },
  { firstPort: 7560, scenarios: trustScenarios },
  { firstPort: 7590, scenarios: limitScenarios },
  { firstPort: 7620, scenarios: nameScenarios },
  { firstPort: 7640, scenarios: orderScenarios },
  { firstPort: 7660, scenarios: aiaScenarios },
];

export const tlsScenarios: TlsScenario[] = scenarioGroups.flatMap(({ scenarios }) => scenarios);

export function goodChain({ intermediate }: Pick<Pki, 'intermediate'>): Promise<TlsMaterial> {
  return chainWith(intermediate);
}
