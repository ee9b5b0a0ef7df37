// Step 1: Start operation
const response = await fetch('/api/tools/upscale', {
  method: 'POST',
  body: JSON.stringify({ r2_key, upscale_factor })
});
const { jobId } = await response.json();

// Step 2: Poll for completion
const pollStatus = async () => {
  const statusResponse = await fetch(`/api/tools/status?jobId=${jobId}`);
  const result = await statusResponse.json();
  
  if (result.status === 'completed') {
    return { url: result.url, key: result.key, tool_type: result.tool_type };
  } else if (result.status === 'failed') {
    throw new Error(result.error);
  } else {
    await new Promise(resolve => setTimeout(resolve, 2000));
    return pollStatus();
  }
};

const { url, key } = await pollStatus();
