import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Copy, DockerfileParser, type Instruction } from 'dockerfile-ast';
import { projectRoot } from '../architecture/project-root.ts';

/** One step of the Dockerfile, in the words that it is written with. */
export type Step =
  | { readonly kind: 'copy'; readonly from: string | null; readonly paths: readonly string[] }
  | { readonly kind: 'run'; readonly command: string };

export interface Stage {
  readonly name: string;
  readonly steps: readonly Step[];
}

const text = readFileSync(join(projectRoot, 'Dockerfile'), 'utf8');
const file = DockerfileParser.parse(text);

export const INSTRUCTIONS: readonly Instruction[] = file.getInstructions();

/** Environment of the image. */
export const IMAGE_ENVIRONMENT: Readonly<Record<string, string>> = Object.fromEntries(
  file
    .getENVs()
    .flatMap((env) => env.getProperties())
    .map((property) => [property.getName(), property.getValue() ?? '']),
);

export const argumentsOf = (keyword: string): readonly string[] =>
  INSTRUCTIONS.filter((one) => one.getKeyword() === keyword).map(
    (one) => one.getArgumentsContent() ?? '',
  );

export function readStages(): readonly Stage[] {
  const stages: { name: string; steps: Step[] }[] = [];
  for (const one of INSTRUCTIONS) {
    const content = one.getArgumentsContent() ?? '';
    const keyword = one.getKeyword();
    if (keyword === 'FROM') {
      stages.push({ name: / AS (\w+)$/i.exec(content)?.[1] ?? 'image', steps: [] });
    } else if (keyword === 'COPY') {
      const from = (one as Copy).getFromFlag()?.getValue() ?? null;
      const paths = one.getArguments().map((argument) => argument.getValue());
      stages.at(-1)?.steps.push({ kind: 'copy', from, paths });
    } else if (keyword === 'RUN') {
      stages.at(-1)?.steps.push({ kind: 'run', command: content });
    }
  }
  return stages;
}
