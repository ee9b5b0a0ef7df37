import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Answers, and nothing else. */
@Path("/")
public class Empty {
  @GET
  public String empty() {
    return "";
  }
}
