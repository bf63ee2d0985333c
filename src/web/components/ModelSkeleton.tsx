export function ModelSkeleton({ name }: { name: string }) {
  return (
    <div className="model" aria-busy="true">
      <p className="question">What is happening to this model?</p>
      <h1 className="model-name">{name}</h1>
      <p className="answer">
        <span className="skeleton" style={{ width: '48ch' }}>
          Reading the model
        </span>
      </p>
      <div className="dimensions" aria-hidden="true">
        <span className="skeleton" style={{ width: '100%', height: 40 }} />
      </div>
      <p className="stale-banner" />
      <span className="skeleton" style={{ height: 32, width: '100%' }} aria-hidden="true" />
      <span className="skeleton" style={{ height: 480, width: '100%' }} aria-hidden="true" />
    </div>
  );
}
