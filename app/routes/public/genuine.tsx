export default function Page() {
  return <h1>genuine</h1>;
}
