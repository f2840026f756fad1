package io.matriarch.backup.s3.objects;

import io.matriarch.backup.s3.objects.StorageException.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What a file system's refusal means for the store that lives in it. */
final class FileFailure {

    private FileFailure() {}

    static StorageException of(Path file, IOException failure) {
        String message = String.valueOf(failure.getMessage());
        return switch (failure) {
            case StorageException s -> s;
            case NoSuchFileException _ ->
                    new StorageException(Kind.ABSENT, "there is no " + file, failure);
            case FileAlreadyExistsException _ ->
                    new StorageException(Kind.EXISTS, file + " exists already", failure);
            case AccessDeniedException _ ->
                    new StorageException(
                            Kind.DENIED, "no permission for " + failure.getMessage(), failure);
            default ->
                    message.contains("No space left")
                            ? new StorageException(Kind.FULL, "no space left for " + file, failure)
                            : new StorageException(
                                    Kind.UNREACHABLE, "%s: %s".formatted(file, failure), failure);
        };
    }
}
