/** Offers the embedded document as a file. */
export const SAVE_SCRIPT = `
{
const button = document.getElementById('save');
button.hidden = false;
button.addEventListener('click', () => {
  const text = document.getElementById('result').textContent;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = button.dataset.name;
  link.click();
  URL.revokeObjectURL(link.href);
});
}
`;
