import { Component, type ReactNode } from 'react';
import { say } from '../i18n/words.ts';
import { ErrorState } from '../ui/index.ts';

interface State {
  readonly error: Error | null;
}

/** A broken screen breaks alone: the rail, the palette and saved work stay. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <ErrorState
        title={say('app:failed.title')}
        detail={say('app:failed.detail')}
        technical={`${error.name}: ${error.message}\n${error.stack ?? ''}`}
        onRetry={() => this.setState({ error: null })}
      />
    );
  }
}
