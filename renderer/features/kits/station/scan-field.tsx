import { useState, type ReactNode } from 'react';
import { useWords } from '../../../i18n/words.ts';
import { TextField } from '../../../ui/index.ts';

/** A code typed by hand, for labels that no scanner reads. F2 leads here; a scanner needs no field. */
export function ScanField({ onScan }: { readonly onScan: (code: string) => void }): ReactNode {
  const say = useWords('station');
  const [code, setCode] = useState('');
  return (
    <form
      data-scan-field
      className="min-w-0 max-sm:w-full sm:me-auto sm:w-64"
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim() === '') return;
        onScan(code.trim());
        setCode('');
      }}
    >
      <TextField label={say('code')} hideLabel value={code} onChange={setCode} placeholder={say('code')} />
    </form>
  );
}
