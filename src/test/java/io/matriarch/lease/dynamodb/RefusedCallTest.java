package io.matriarch.lease.dynamodb;

import static io.matriarch.lease.Samples.N1;
import static io.matriarch.lease.Samples.lease;
import static io.matriarch.lease.Samples.member;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.matriarch.cluster.Reading;
import io.matriarch.lease.LeaseCondition;
import io.matriarch.lease.LeaseWrite;
import io.matriarch.lease.StoreWrite;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DynamoDB answers, and the answer is an error: one line says which, and what would be right. */
final class RefusedCallTest {

    @RegisterExtension final Stores stores = new Stores();
    private RefusingDynamo dynamo;

    @BeforeEach
    void start() throws IOException {
        dynamo = new RefusingDynamo();
    }

    @AfterEach
    void stop() {
        dynamo.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "400|AccessDeniedException|User: arn:x is not authorized"
                        + "|access denied: this needs dynamodb:PutItem on table matriarch",
                "400|ProvisionedThroughputExceededException|slow down"
                        + "|throttled by ENDPOINT: ProvisionedThroughputExceededException",
                "400|ThrottlingException|slow down|throttled by ENDPOINT: ThrottlingException",
                "400|RequestLimitExceeded|slow down|throttled by ENDPOINT: RequestLimitExceeded",
                "400|ResourceNotFoundException|Requested resource not found"
                        + "|table matriarch does not exist in ENDPOINT",
                "400|UnrecognizedClientException|The security token is invalid."
                        + "|ENDPOINT refuses the credentials: UnrecognizedClientException:"
                        + " The security token is invalid.",
                "500|InternalServerError|try later"
                        + "|ENDPOINT answered InternalServerError (HTTP 500): try later",
                "418|BrandNewException|nobody knows"
                        + "|ENDPOINT answered BrandNewException (HTTP 418): nobody knows",
            })
    void aWriteOfTheLeaseIsUnknown(int status, String code, String message, String line) {
        dynamo.answers("PutItem", status, code, message);
        var store = stores.at(dynamo.endpoint(), "c", Duration.ofSeconds(5));
        String expected = line.replace("ENDPOINT", dynamo.endpoint().toString());
        assertEquals(
                new LeaseWrite.Unknown(expected),
                store.write(lease(N1, 1, 1), new LeaseCondition.Absent()));
        assertEquals(1, dynamo.requests(), "one call is one attempt");
        assertEquals(new StoreWrite.Unknown(expected), store.putMember(member(N1, "")));
    }

    @Test
    void eachOperationNamesItsOwnPermission() {
        for (String operation : new String[] {"Query", "DeleteItem"}) {
            dynamo.answers(operation, 400, "AccessDeniedException", "no");
        }
        var store = stores.at(dynamo.endpoint(), "c", Duration.ofSeconds(5));
        String query = "access denied: this needs dynamodb:Query on table matriarch";
        String delete = "access denied: this needs dynamodb:DeleteItem on table matriarch";
        assertEquals(new Reading.Missing<>(query), store.read());
        assertEquals(new Reading.Missing<>(query), store.history());
        assertEquals(new StoreWrite.Unknown(delete), store.removeMember(N1));
        assertEquals(new StoreWrite.Unknown(delete), store.removeRequest("x"));
        assertEquals(new TableSetup.NotUsable(query), store.createTableIfMissing());
    }

    @Test
    void aMissingTableThatMayNotBeMade() {
        dynamo.answers("Query", 400, "ResourceNotFoundException", "gone")
                .answers("CreateTable", 400, "AccessDeniedException", "no");
        var store = stores.at(dynamo.endpoint(), "c", Duration.ofSeconds(5));
        assertEquals(
                new TableSetup.NotUsable(
                        "table matriarch is missing: access denied: this needs"
                                + " dynamodb:CreateTable on table matriarch"),
                store.createTableIfMissing());
    }
}
