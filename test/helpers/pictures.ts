/** A picture of two colours, left and right, as a camera or a drawing program would save it. */
export function drawPicture(width: number, height: number, left = '#c00', right = '#00c'): Promise<File> {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('No canvas');
  context.fillStyle = left;
  context.fillRect(0, 0, width / 2, height);
  context.fillStyle = right;
  context.fillRect(width / 2, 0, width / 2, height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(new File([blob], 'photo.png', { type: 'image/png' }));
      else reject(new Error('No picture'));
    });
  });
}

/** Size of the picture behind a URL, and the colour of a dot in it: `x` and `y` from 0 to 1. */
export async function lookAt(url: string | undefined, x = 0.5, y = 0.5) {
  const image = new Image();
  image.crossOrigin = 'anonymous';
  image.src = url ?? '';
  await image.decode();
  const { naturalWidth: width, naturalHeight: height } = image;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  context?.drawImage(image, 0, 0);
  const [red = 0, , blue = 0] = context?.getImageData(x * (width - 1), y * (height - 1), 1, 1).data ?? [];
  return { width, height, colour: red > blue ? 'red' : 'blue' };
}
