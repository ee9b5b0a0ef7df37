// Step 1: Start generation
const response = await fetch('/api/templates/generate', {
  method: 'POST',
  body: JSON.stringify({ templateSlug, userImageKeys, variables })
});
const { jobId, credits } = await response.json();

// Step 2: Poll for completion
const pollStatus = async () => {
  const statusResponse = await fetch(`/api/templates/generate/status?jobId=${jobId}`);
  const result = await statusResponse.json();
  
  if (result.status === 'completed') {
    return { url: result.url, key: result.key };
  } else if (result.status === 'failed') {
    throw new Error(result.error);
  } else {
    // Still processing, poll again in 2 seconds
    await new Promise(resolve => setTimeout(resolve, 2000));
    return pollStatus();
  }
};

const { url, key } = await pollStatus();
