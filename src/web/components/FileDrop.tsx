import { useMutation } from '@tanstack/react-query';
import { type DragEvent, useId, useState } from 'react';
import type { FileBody } from '../../contract/file.ts';
import { wordsFor } from '../api/api-problem.ts';
import { queryClient } from '../api/queries.ts';
import { setUpApi } from '../api/set-up.ts';
import { FILE_ENDINGS, fileTypeOf } from '../format/file-kind.ts';

export interface FileDropProps {
  /** What the file is for, as the words on its place. */
  label: string;
  onBrought: (file: FileBody) => void;
}

/** A place to drop a file, or to choose one. It goes to the server as it is read from the disk. */
export function FileDrop({ label, onBrought }: FileDropProps) {
  const [over, setOver] = useState(false);
  const input = useId();
  const bring = useMutation({
    mutationFn: async (file: File) => {
      const kind = fileTypeOf(file.name);
      if (kind === null) {
        throw new Error(
          `The name of ${file.name} does not say what it is: .csv, .ndjson, .jsonl or .parquet, and .gz after it.`,
        );
      }
      return setUpApi.bringFile(file, kind.type, kind.gzip);
    },
    onSuccess(body) {
      queryClient.setQueryData(['file', body.fileId], body);
      onBrought(body);
    },
  });
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file !== undefined && !bring.isPending) bring.mutate(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <div className="drop-place">
      <label
        htmlFor={input}
        className="drop"
        data-over={over}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <span className="drop-label">
          {bring.isPending ? `Reading ${bring.variables.name}…` : label}
        </span>
        <span className="muted">CSV, NDJSON or Parquet; .gz too. Drop it here, or choose it.</span>
        <input
          id={input}
          type="file"
          accept={FILE_ENDINGS}
          disabled={bring.isPending}
          onChange={(event) => {
            take(event.target.files);
            // The same file may be chosen again after it was mended.
            event.target.value = '';
          }}
        />
      </label>
      <p role="status" className="problem-line">
        {bring.error !== null && wordsFor(bring.error)}
      </p>
    </div>
  );
}
